using System.Text;
using CsCheck;
using Graft.Data;
using Graft.Data.Reading;
using Graft.Models;

namespace Graft.Tests.Data;

/// <summary>Streams give the rows that loading gives, and hold no more than a row group or a block at a time. Alone, as memory is that of the whole process.</summary>
[Collection(nameof(StreamTests))]
[CollectionDefinition(nameof(StreamTests), DisableParallelization = true)]
public sealed class StreamTests : IDisposable
{
    private static readonly string[] Lines =
        ["""{"text": "a\nb", "label": "x"}""", """{"label": "y", "text": "é"}""", """{"text": null, "label": 1}""", """{"label": "z"}""", "", "  "];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("[:25]")]
    [InlineData("[15:45]")]
    [InlineData("[40:]")]
    [InlineData("[-13:]")]
    [InlineData("[25%:75%]")]
    [InlineData("[:3+20:30+:1]")]
    [InlineData("[30:30]")]
    public async Task A_parquet_stream_gives_the_rows_that_loading_gives(string slice)
    {
        string path = _folder.Write("data.parquet", await SmallParquet.TextsAsync(10, groups: 5));
        ExampleStream stream = Dataset.Stream(path + slice);

        Assert.Equal(["bad", "good"], stream.Labels.Names);
        Assert.Equal(InputKind.Text, stream.Kind);
        Assert.Equal(slice == "[30:30]" ? [] : Dataset.Load(path + slice), stream);
        Assert.Equal(stream.Count(), stream.Count());
    }

    [Fact]
    public async Task Reading_some_rows_reads_only_their_row_groups_and_holds_one_at_a_time()
    {
        const int Groups = 24, Rows = 500, Letters = 2000;
        byte[] content = await SmallParquet.TextsAsync(Rows, Groups, Letters);
        long group = content.Length / Groups;
        var opened = new List<CountingStream>();
        var part = new PartFiles(["data.parquet"], null)
        {
            OpenStream = _ =>
            {
                opened.Add(new CountingStream(content));
                return opened[^1];
            },
        };
        ExampleStream Stream(string? slice) => new([(part, slice is null ? null : Slice.TryParse(slice))], new DataOptions(), null, "data", null);

        Assert.Equal(1200, Stream("700:1900").Count());
        Assert.True(opened[^1].BytesRead < 4 * group, $"{opened[^1].BytesRead:N0} bytes read for three groups of {group:N0}");
        using (IEnumerator<Example> one = Stream(null).GetEnumerator())
        {
            Assert.True(one.MoveNext());
            Assert.True(opened[^1].BytesRead < 2 * group, $"{opened[^1].BytesRead:N0} bytes read for one group of {group:N0}");
        }

        // Texts in memory take two bytes a letter: at most two groups' worth of them, and the two groups' bytes.
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        int row = 0;
        foreach (Example example in Stream(null))
        {
            Assert.Equal(SmallParquet.TextOf(row, Letters), ((TextExample)example).Text);
            most = row++ % (Rows * 4) == Rows - 1 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before) : most;
        }

        Assert.Equal(Rows * Groups, row);
        Assert.True(most < 8 * group, $"{most:N0} bytes in memory, a group has {group:N0} and the file {content.Length:N0}");
    }

    [Fact]
    public void A_text_file_is_read_a_block_at_a_time()
    {
        byte[] line = Encoding.UTF8.GetBytes($"{new string('x', 990)} y,good\n");
        byte[] content = [.. "text,label\n"u8, .. Enumerable.Repeat(line, 16_000).SelectMany(bytes => bytes)];
        CountingStream? file = null;
        var part = new PartFiles(["data.csv"], null) { OpenStream = _ => file = new CountingStream(content) };
        var stream = new ExampleStream([(part, null)], new DataOptions(), new LabelSet(["good", "bad"]), "data", null);

        using IEnumerator<Example> one = stream.GetEnumerator();
        Assert.True(one.MoveNext());
        Assert.True(file!.BytesRead <= TextBlocks.DefaultBytes, $"{file.BytesRead:N0} of {content.Length:N0} bytes read for one row");
        Assert.Equal(16_000, stream.Count());
    }

    [Fact]
    public void Blocks_of_any_size_give_the_rows_of_the_whole_csv_file()
    {
        Gen<string> cell = Gen.OneOf(
            Gen.String[Gen.Char["abé, ;'"], 0, 12], Gen.String[Gen.Char["a\"\n,\r"], 0, 12].Select(text => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        Gen.Select(Gen.Select(cell, cell).Array[1, 20], Gen.Int[1, 64], Gen.OneOf(Gen.Const("\n"), Gen.Const("\r\n")), Gen.Bool).Sample((rows, block, lineEnd, ends) =>
        {
            string text = "text,label" + lineEnd + string.Join(lineEnd, rows.Select(row => $"{Bare(row.Item1)},{Bare(row.Item2)}")) + (ends ? lineEnd : "");
            string path = _folder.Write("data.csv", text);
            var options = new DataOptions { Delimiter = ',', HasHeader = true };
            Assert.Equal(Cells(CsvTable.Read(path, options)), new TableStream(new PartFiles([path], null), options, block).Sources().SelectMany(Cells));
        }, threads: 1);

        // A bare cell must not hold what tears rows apart, nor a row be blank.
        static string Bare(string cell) => cell.StartsWith('"') ? cell : "-" + cell.Replace(",", "", StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_of_any_size_give_the_rows_of_the_whole_json_lines_file()
    {
        Gen<string> row = Gen.Int[0, Lines.Length - 1].Select(i => Lines[i]);
        Gen.Select(row.Array[1, 20], Gen.Int[1, 64]).Sample((rows, block) =>
        {
            string path = _folder.Write("data.jsonl", """{"text": "first", "label": "x"}""" + "\n" + string.Join('\n', rows));
            var options = new DataOptions();
            Assert.Equal(Cells(JsonTable.Read(path, options)), new TableStream(new PartFiles([path], null), options, block).Sources().SelectMany(Cells));
        }, threads: 1);
    }

    [Fact]
    public void Folders_of_several_files_and_of_classes_are_streams_too()
    {
        _folder.Write("tables/train.csv", "text,label\none,a\ntwo,b\n");
        _folder.Write("tables/test.csv", "text,label\nthree,b\n");
        _folder.Write("classes/b/1.txt", "one");
        _folder.Write("classes/a/2.txt", "two");
        string tables = Path.Combine(_folder.Path, "tables"), classes = Path.Combine(_folder.Path, "classes");
        var options = new DataOptions { LabelNames = ["a", "b"] };

        Assert.Equal(["one", "two"], Dataset.Stream(tables, options).Cast<TextExample>().Select(example => example.Text));
        Assert.Equal(["three", "one"], Dataset.Stream(tables + "[test+train[:1]]", options).Cast<TextExample>().Select(example => example.Text));
        Assert.Equal(["a", "b"], Dataset.Stream(classes).Labels.Names);
        Assert.Equal(Dataset.Load(classes), Dataset.Stream(classes));
    }

    [Fact]
    public void The_classes_are_given_and_others_are_refused()
    {
        string path = _folder.Write("data.csv", "text,label\none,a\ntwo,b\nthree,c\n");

        Assert.Contains("LabelNames", Assert.Throws<DataException>(() => Dataset.Stream(path)).Message, StringComparison.Ordinal);
        Assert.Equal([2, 1, 0], Dataset.Stream(path, labels: new LabelSet(["c", "b", "a"])).Select(example => example.Target.ClassIndex));
        DataException error = Assert.Throws<DataException>(() => Dataset.Stream(path, labels: new LabelSet(["a", "b"])).Count());
        Assert.Contains("'c'", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_several_label_columns_need_no_names()
    {
        string numbers = _folder.Write("numbers.csv", "text,score\none,1\ntwo,2.5\n"), flags = _folder.Write("flags.csv", "text,x,y\none,1,0\ntwo,1,1\n");

        Assert.Equal([1f, 2.5f], Dataset.Stream(numbers, new DataOptions { ProblemType = ProblemType.Regression }).Select(example => example.Target.Value));
        ExampleStream many = Dataset.Stream(flags, new DataOptions { LabelColumns = ["x", "y"] });
        Assert.Equal(["x", "y"], many.Labels.Names);
        Assert.Equal(["1 0", "1 1"], many.Select(example => string.Join(' ', example.Target.MultiHot.ToArray())));
    }

    [Fact]
    public void What_needs_all_rows_is_refused()
    {
        string path = _folder.Write("data.csv", "text,label\none,a\ntwo,b\n");
        var options = new DataOptions { LabelNames = ["a", "b"] };

        Assert.Contains("Parquet", Assert.Throws<DataException>(() => Dataset.Stream(path + "[-1:]", options).Count()).Message, StringComparison.Ordinal);
        Assert.Contains("random", Assert.Throws<DataException>(() => Dataset.Stream(path + "[:1]", options with { Shuffle = true })).Message, StringComparison.Ordinal);
        Assert.Single(Dataset.Stream(path + "[:1]", options));
    }

    [Fact]
    [Trait("Fault", "43")]
    public void Bad_rows_are_named_by_line_or_left_out_and_told()
    {
        string path = _folder.Write("data.csv", "text,label\none,a\ntwo,b,c\nthree,\nfour,b\n");
        var options = new DataOptions { LabelNames = ["a", "b"] };
        var told = new List<string>();

        Assert.Contains("line 3", Assert.Throws<DataException>(() => Dataset.Stream(path, options).Count()).Message, StringComparison.Ordinal);
        Assert.Equal(["one", "four"], Dataset.Stream(path, options with { SkipBad = true }, tell: told.Add).Cast<TextExample>().Select(example => example.Text));
        Assert.Contains(told, note => note.Contains("1 bad rows", StringComparison.Ordinal));
        Assert.Contains(told, note => note.Contains("1 rows without a label", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Fault", "44")]
    [InlineData("text,label\nab\u0000c,x\n", "byte 13")]
    [InlineData("", "empty")]
    [InlineData("%PDF-1.7\n", "PDF")]
    [InlineData("   \n", "No column")]
    public void Files_that_are_no_text_are_refused(string content, string named)
    {
        string path = _folder.Write("data.csv", content);

        Assert.Contains(named, Assert.Throws<DataException>(() => Dataset.Stream(path, labels: new LabelSet(["x"])).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "44")]
    public void A_byte_that_is_not_utf8_is_named_by_its_place_in_the_file()
    {
        byte[] content = [0xEF, 0xBB, 0xBF, .. "text,label\none,x\ntw"u8, 0xE9, .. ",x\n"u8];
        string path = _folder.Write("data.csv", content);
        var stream = new TableStream(new PartFiles([path], null), new DataOptions(), blockBytes: 24);

        Assert.Contains("byte 22", Assert.Throws<DataException>(() => stream.Sources().Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_of_flags_are_of_one_width_in_a_stream()
    {
        string path = _folder.Write("data.jsonl", """
            {"text": "one", "labels": [1, 1]}
            {"text": "two", "labels": [0, 1]}
            """ + "\n" + string.Concat(Enumerable.Repeat("{\"text\": \"more\", \"labels\": [1, 0]}\n", 1000)) + "{\"text\": \"last\", \"labels\": [1, 0, 1]}\n");

        using IEnumerator<Example> read = Dataset.Stream(path, labels: new LabelSet(["a", "b"], ProblemType.MultiLabel)).GetEnumerator();
        Assert.True(read.MoveNext());
        Assert.Equal([1f, 1f], read.Current.Target.MultiHot.ToArray());
        DataException error = Assert.Throws<DataException>(() =>
        {
            while (read.MoveNext())
            {
            }
        });
        Assert.EndsWith("line 1003", error.Path, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Cells(RowSource source)
    {
        int[] rows = [.. Enumerable.Range(0, source.RowCount)];
        object?[][] cells = source.Read(["text", "label"], rows);
        return rows.Select(row => $"{source.Origin(row)}|{CellText.Of(cells[0][row])}|{CellText.Of(cells[1][row])}").ToArray();
    }
}
