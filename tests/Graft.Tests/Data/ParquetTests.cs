using Graft.Data;
using Graft.Data.Reading;
using Graft.Models;
using Parquet;
using Parquet.Schema;

namespace Graft.Tests.Data;

public sealed class ParquetTests : IDisposable
{
    private const string Names = """{"info": {"features": {"labels": {"feature": {"names": ["x", "y", "z"], "_type": "ClassLabel"}, "_type": "Sequence"}, "label": {"names": ["bad", "good"], "_type": "ClassLabel"}}}}""";
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G'];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Gzip)]
    public async Task Every_compression_gives_the_same_rows(CompressionMethod compression)
    {
        var text = new DataField("text", typeof(string), null, null, null);
        var label = new DataField("label", typeof(long), true, null, null);
        string path = Path.Combine(_folder.Path, "data.parquet");
        await using (FileStream file = File.Create(path))
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(text, label), file, new ParquetOptions { CompressionMethod = compression }, false, TestContext.Current.CancellationToken))
        {
            writer.CustomMetadata = new Dictionary<string, string> { ["huggingface"] = Names };
            for (int group = 0; group < 3; group++)
            {
                using ParquetRowGroupWriter rows = writer.CreateRowGroup();
                await rows.WriteAsync(text, (string[])[$"first {group}", null!, $"third {group}"], null);
                await rows.WriteAsync<long>(label, new long?[] { 1, 0, group == 2 ? null : 1 }, null, null, TestContext.Current.CancellationToken);
            }
        }

        Dataset data = Dataset.Load(path + "[1:7]");
        Assert.Equal(["", "third 0", "first 1", "", "third 1", "first 2"], data.Cast<TextExample>().Select(e => e.Text));
        Assert.Equal(["bad", "good"], data.Labels.Names);
        Assert.Equal([0, 1, 1, 0, 1, 1], data.Select(e => e.Target.ClassIndex));
        Assert.EndsWith("data.parquet, row 1", data[0].Origin, StringComparison.Ordinal);
        Assert.Contains("row 8", Assert.Throws<DataException>(() => Dataset.Load(path)).Path, StringComparison.Ordinal);
        Assert.Equal(8, Dataset.Load(path, new DataOptions { SkipBad = true }).Count);
    }

    [Fact]
    public async Task Lists_are_multi_label_with_names_from_the_metadata()
    {
        var text = new DataField("text", typeof(string), null, null, null);
        var labels = new ListField("labels", typeof(int), "list", "element", null);
        var item = (DataField)labels.Item;
        string path = Path.Combine(_folder.Path, "data.parquet");
        var schema = new ParquetSchema(text, labels);
        await using (FileStream file = File.Create(path))
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file, null, false, TestContext.Current.CancellationToken))
        {
            writer.CustomMetadata = new Dictionary<string, string> { ["huggingface"] = Names };
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync(text, (string[])["a", "b", "c"], null);

            // [2, 0], [], [1]
            await rows.WriteAllPartsAsync<int>(
                item, new[] { 2, 0, 1 }, new[] { item.MaxDefinitionLevel, item.MaxDefinitionLevel, 1, item.MaxDefinitionLevel }, new[] { 0, 1, 0, 0 }, TestContext.Current.CancellationToken);
        }

        Dataset data = Dataset.Load(path);

        Assert.Equal(ProblemType.MultiLabel, data.Labels.ProblemType);
        Assert.Equal(["x", "y", "z"], data.Labels.Names);
        Assert.Equal(["1 0 1", "0 0 0", "0 1 0"], data.Select(e => string.Join(' ', e.Target.MultiHot.ToArray())));
    }

    [Fact]
    public async Task Images_may_be_plain_bytes_and_other_columns_are_listed_but_not_used()
    {
        var image = new DataField("image", typeof(byte[]), null, null, null);
        var species = new DataField("species", typeof(string), null, null, null);
        var day = new DataField("day", typeof(DateTime), false, null, null);
        string path = Path.Combine(_folder.Path, "data.parquet");
        await using (FileStream file = File.Create(path))
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(image, species, day), file, null, false, TestContext.Current.CancellationToken))
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync(image, (byte[][])[Png, Png, Png, Png], null);
            await rows.WriteAsync(species, (string[])["owl", "crow", "owl", "crow"], null);
            await rows.WriteAsync<DateTime>(day, new DateTime[4], null, null, TestContext.Current.CancellationToken);
        }

        Dataset data = Dataset.Load(path);

        Assert.Equal(InputKind.Image, data.Kind);
        Assert.Equal(["crow", "owl"], data.Labels.Names);
        Assert.Equal(Png, ((ImageExample)data[2]).ReadBytes().ToArray());
        Assert.Contains("'day'", Assert.Throws<DataException>(() => Dataset.Load(path, new DataOptions { LabelColumns = ["day"] })).Problem, StringComparison.Ordinal);
        Assert.Equal(4, PredictionInputs.Read([path], null, InputKind.Image).Count());
    }

    [Fact]
    public async Task A_part_whose_file_numbers_the_classes_differently_is_read_by_their_names()
    {
        await Write("train.parquet", ["one", "two"], [0, 1], "bad", "good");
        await Write("test.parquet", ["three", "four"], [0, 1], "good", "bad");
        await Write("validation.parquet", ["five", "six"], [-1, -1], "bad", "good");

        DatasetParts parts = DatasetParts.Load(_folder.Path);

        Assert.Equal(["bad", "good"], parts.Train.Labels.Names);
        Assert.Equal([0, 1], parts.Train.Select(e => e.Target.ClassIndex));
        Assert.Equal([1, 0], parts.Test!.Select(e => e.Target.ClassIndex));
        Assert.Null(parts.Validation);
        Assert.Contains(parts.Notes, note => note.Contains("none of its rows has a label", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Loading_does_not_wait_for_a_thread_that_waits_for_it()
    {
        await Write("data.parquet", ["one", "two"], [0, 1], "bad", "good");
        int count = 0;
        var window = new Thread(() =>
        {
            // A context that never runs what is posted to it, as a window's while its thread is blocked.
            SynchronizationContext.SetSynchronizationContext(new DeafContext());
            count = Dataset.Load(Path.Combine(_folder.Path, "data.parquet")).Count;
        })
        {
            IsBackground = true,
        };
        window.Start();

        Assert.True(window.Join(TimeSpan.FromSeconds(30)), "it never came back");
        Assert.Equal(2, count);
    }

    [Fact]
    public async Task Texts_written_as_plain_bytes_are_texts_and_other_bytes_do_not_stand_in_the_way()
    {
        var text = new DataField("words", typeof(byte[]), null, null, null);
        var vector = new DataField("vector", typeof(byte[]), null, null, null);
        var label = new DataField("group", typeof(string), null, null, null);
        string path = Path.Combine(_folder.Path, "data.parquet");
        await using (FileStream file = File.Create(path))
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(vector, text, label), file, null, false, TestContext.Current.CancellationToken))
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync(vector, (byte[][])[[0xFF, 1], [0xFE, 2], [0xFF, 3], [0xFF, 4]], null);
            await rows.WriteAsync(text, (byte[][])[.. new[] { "a café", "two words", "three more", "and four" }.Select(System.Text.Encoding.UTF8.GetBytes)], null);
            await rows.WriteAsync(label, (string[])["p", "q", "p", "q"], null);
        }

        Dataset data = Dataset.Load(path);

        Assert.Equal("a café", ((TextExample)data[0]).Text);
        Assert.Equal(["p", "q"], data.Labels.Names);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"info\": 5}")]
    [InlineData("{\"info\": {\"features\": {\"label\": {\"names\": [1, 2]}}}}")]
    [InlineData("{\"info\": {\"features\": {\"label\": {\"names\": [\"a\", \"a\"]}}}}")]
    [InlineData("{\"info\": {\"features\": [1]}}")]
    public void Metadata_that_is_not_understood_names_nothing(string json) =>
        Assert.Null(HubFeatures.Read(new Dictionary<string, string> { ["huggingface"] = json }).ClassNames("label"));

    [Fact]
    public void A_list_of_classes_names_them_in_each_of_its_forms()
    {
        foreach (string form in new[] { """{"names": ["a", "b"]}""", """[{"names": ["a", "b"]}]""", """{"feature": {"names": ["a", "b"]}}""", """{"feature": [{"names": ["a", "b"]}]}""" })
        {
            string json = "{\"info\": {\"features\": {\"label\": " + form + "}}}";
            var metadata = new Dictionary<string, string> { ["huggingface"] = json };
            Assert.Equal(["a", "b"], HubFeatures.Read(metadata).ClassNames("label"));
        }
    }

    [Fact]
    public async Task Files_of_one_part_that_number_the_classes_differently_are_joined_by_their_names()
    {
        await Write("train-0.parquet", ["one", "two", "three"], [0, 1, -1], "bad", "good");
        await Write("train-1.parquet", ["four", "five", "six"], [0, 1, 2], "good", "bad", "mixed");
        await Write("test.parquet", ["seven", "eight"], [0, 1], "mixed", "good");
        string[] expected = ["bad", "good", "good", "bad", "mixed"];
        var options = new DataOptions { SkipBad = true };

        Dataset train = DatasetParts.Load(_folder.Path, options).Train, joined = Dataset.Load(_folder.Path + "[train+test]", options), turned = Dataset.Load(_folder.Path + "[test+train]", options);

        Assert.Equal(["bad", "good", "mixed"], train.Labels.Names);
        Assert.Equal(expected, Classes(train));
        Assert.Equal([.. expected, "mixed", "good"], Classes(joined));
        Assert.Equal(["mixed", "good", "bad"], turned.Labels.Names);
        Assert.Equal(["mixed", "good", .. expected], Classes(turned));

        await Write("train-1.parquet", ["four", "five"], [0, 2], "good", "bad");
        DataException error = Assert.Throws<DataException>(() => DatasetParts.Load(_folder.Path, options));
        Assert.EndsWith("train-1.parquet, row 1", error.Path, StringComparison.Ordinal);

        static IEnumerable<string> Classes(Dataset data) => data.Select(example => data.Labels.Names[example.Target.ClassIndex]);
    }

    [Fact]
    public void Numbers_in_lists_are_renumbered_and_words_are_not()
    {
        IReadOnlyList<string> all = ClassNumbers.Names([["a", "b"], null, ["b", "c", "a"]])!;
        object? list = new object?[] { 0L, 1L, null };
        object?[] cells = [list, 2L, -1L, 1.0, "0", null];

        ClassNumbers.Renumber(cells, ClassNumbers.Places(["b", "c", "a"], all)!, row => $"row {row}");

        Assert.Equal(["a", "b", "c"], all);
        Assert.Equal([new object?[] { 1L, 2L, null }, 0L, -1L, 2L, "0", null], cells);
        Assert.Equal(0L, ((object?[])list)[0]);
        Assert.Null(ClassNumbers.Places(all, all));
        Assert.Null(ClassNumbers.Places(null, all));
        Assert.Null(ClassNumbers.Names([null, ["a"]]));
    }

    private async Task Write(string name, string[] texts, long[] labels, params string[] names)
    {
        var text = new DataField("text", typeof(string), null, null, null);
        var label = new DataField("label", typeof(long), false, null, null);
        await using FileStream file = File.Create(Path.Combine(_folder.Path, name));
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(text, label), file, null, false, TestContext.Current.CancellationToken);
        writer.CustomMetadata = new Dictionary<string, string>
        {
            ["huggingface"] = "{\"info\": {\"features\": {\"label\": {\"names\": [\"" + string.Join("\", \"", names) + "\"], \"_type\": \"ClassLabel\"}}}}",
        };
        using ParquetRowGroupWriter rows = writer.CreateRowGroup();
        await rows.WriteAsync(text, texts, null);
        await rows.WriteAsync<long>(label, labels, null, null, TestContext.Current.CancellationToken);
    }

    private sealed class DeafContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
