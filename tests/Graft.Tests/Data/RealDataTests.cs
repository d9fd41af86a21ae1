using Graft.Data;
using Graft.Data.Reading;
using Graft.Models;
using Graft.Testing;

namespace Graft.Tests.Data;

public sealed class RealDataTests
{
    [Fact]
    public void Reviews_of_the_samples_load_with_two_classes_and_two_parts()
    {
        DatasetParts parts = DatasetParts.Load(SharedFolder.Project("samples", "reviews"));

        Assert.Equal(InputKind.Text, parts.Train.Kind);
        Assert.Equal(["negative", "positive"], parts.Train.Labels.Names);
        Assert.Equal(File.ReadLines(SharedFolder.Project("samples", "reviews", "train.csv")).Count() - 1, parts.Train.Count);
        Assert.Equal(parts.Train.Labels, parts.Test!.Labels);
        Assert.Null(parts.Validation);
        Assert.EndsWith("train.csv, line 2", parts.Train[0].Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Fashion_of_the_samples_loads_as_images_with_a_class_for_each_folder()
    {
        string folder = SharedFolder.Project("samples", "fashion");
        DatasetParts parts = DatasetParts.Load(folder);

        Assert.Equal(InputKind.Image, parts.Train.Kind);
        Assert.Equal(Directory.GetDirectories(Path.Combine(folder, "train")).Select(Path.GetFileName).Order(StringComparer.Ordinal), parts.Train.Labels.Names);
        Assert.Equal(Directory.GetFiles(Path.Combine(folder, "test"), "*.png", SearchOption.AllDirectories).Length, parts.Test!.Count);
        Assert.All(parts.Train, example => Assert.Equal(
            Path.GetFileName(Path.GetDirectoryName(((ImageExample)example).Name)), parts.Train.Labels.Names[example.Target.ClassIndex]));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], ((ImageExample)parts.Train[0]).ReadBytes()[..4].ToArray());
    }

    [Fact]
    public void Imdb_loads_from_the_hubs_layout_with_names_from_its_metadata()
    {
        DatasetParts parts = DatasetParts.Load(SharedFolder.Item("data", "imdb"));

        Assert.Equal(["neg", "pos"], parts.Train.Labels.Names);
        Assert.Equal(ProblemType.SingleLabel, parts.Train.Labels.ProblemType);
        Assert.Equal(Rows("imdb", "train"), parts.Train.Count);
        Assert.Equal(Rows("imdb", "test"), parts.Test!.Count);
        Assert.All(parts.Train.ClassCounts(), count => Assert.True(count > 0));
        Assert.All(parts.Train.Take(100).Cast<TextExample>(), example => Assert.True(example.Text.Length > 20));
    }

    [Fact]
    public void Cifar_loads_as_images_in_memory_with_ten_names()
    {
        Dataset data = Dataset.Load(SharedFolder.Item("data", "cifar10") + "[train[:500]]");

        Assert.Equal(500, data.Count);
        Assert.Equal(10, data.Labels.Count);
        Assert.Equal("airplane", data.Labels.Names[0]);
        Assert.All(data, example => Assert.Equal([0xFF, 0xD8], ((ImageExample)example).ReadBytes()[..2].ToArray()));
    }

    [Fact]
    public void A_slice_reads_only_the_row_groups_and_columns_it_needs()
    {
        string file = Directory.GetFiles(SharedFolder.Item("data", "imdb", "plain_text"), "train*")[0];
        using ParquetSource source = ParquetSource.Open(file);

        source.Read(["label"], [0, 1, 2]);
        Assert.Equal(1, source.ChunksRead);

        source.Read(["label", "text"], [0, 1, source.RowCount - 1]);
        Assert.Equal(1 + 4, source.ChunksRead);
    }

    [Fact]
    public void A_slice_of_a_file_is_the_slice_of_its_rows()
    {
        string file = Directory.GetFiles(SharedFolder.Item("data", "imdb", "plain_text"), "test*")[0];
        Dataset all = Dataset.Load(file);
        foreach ((string slice, Range range) in new[] { ("[995:1005]", 995..1005), ("[-7:]", ^7..), ("[:3]", ..3), ("[50%:]", (all.Count / 2)..) })
        {
            Dataset part = Dataset.Load(file + slice);
            Assert.Equal(all.Slice(range).Cast<TextExample>().Select(e => (e.Text, e.Target, e.Origin)), part.Cast<TextExample>().Select(e => (e.Text, e.Target, e.Origin)));
        }
    }

    [Fact]
    [Trait("Fault", "53")]
    public void The_first_thousand_of_sorted_reviews_are_refused_with_the_way_out()
    {
        string spec = SharedFolder.Item("data", "imdb") + "[train[:1000]]";

        DataException error = Assert.Throws<DataException>(() => DatasetParts.Load(spec));

        Assert.Contains("sorted by label", error.Problem, StringComparison.Ordinal);
        Assert.Contains("--shuffle", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("--stratify", error.Remedy, StringComparison.Ordinal);
        int[] whole = Dataset.Load(SharedFolder.Item("data", "imdb") + "[train]").ClassCounts();
        int[] stratified = DatasetParts.Load(spec, new DataOptions { Stratify = true }).Train.ClassCounts();
        int[] shuffled = DatasetParts.Load(spec, new DataOptions { Shuffle = true }).Train.ClassCounts();
        for (int label = 0; label < whole.Length; label++)
        {
            double share = 1000.0 * whole[label] / whole.Sum();
            Assert.InRange(stratified[label], share - 1, share + 1);
            Assert.InRange(shuffled[label], share - 100, share + 100);
        }
    }

    private static int Rows(string name, string part)
    {
        using ParquetSource source = ParquetSource.Open(Directory.GetFiles(SharedFolder.Item("data", name, "plain_text"), part + "*").Single());
        return source.RowCount;
    }
}
