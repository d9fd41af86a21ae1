using System.Text;
using Graft.Data;
using Graft.Models;

namespace Graft.Tests.Data;

public sealed class PredictionInputsTests : IDisposable
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G'];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Texts_come_from_arguments_files_and_standard_input_in_order()
    {
        string lines = _folder.Write("a.txt", "\uFEFFline one\r\n\r\nline three");
        string csv = _folder.Write("b.csv", "id,review\n1,\"from, csv\"\n2,more of it\n");
        string json = _folder.Write("c.jsonl", "{\"text\": \"a\", \"text_pair\": \"b\"}\n");
        using var input = new MemoryStream(Encoding.UTF8.GetBytes("from input\nlast"));

        TextExample[] read = [.. PredictionInputs.Read(["a literal, text", lines, csv, json, "-", "see data.csv"], input, InputKind.Text).Cast<TextExample>()];

        Assert.Equal(["a literal, text", "line one", "", "line three", "from, csv", "more of it", "a", "from input", "last", "see data.csv"], read.Select(e => e.Text));
        Assert.Equal("b", read[6].TextPair);
        Assert.All(read, example => Assert.False(example.Target.IsKnown));
        Assert.EndsWith("b.csv, line 3", read[5].Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_take_slices_and_files_without_header()
    {
        string csv = _folder.Write("b.csv", string.Concat(Enumerable.Range(0, 30).Select(i => $"this is text number {i}\n")));

        Assert.Equal(30, PredictionInputs.Read([csv], null, InputKind.Text, new DataOptions { HasHeader = false }).Count());
        Assert.Equal(3, PredictionInputs.Read([csv + "[:3]"], null, InputKind.Text).Count());
    }

    [Fact]
    public void Images_come_from_files_folders_and_tables()
    {
        string one = _folder.Write("one.png", Png);
        _folder.Write("many/b.png", Png);
        _folder.Write("many/a/z.jpg", Png);
        _folder.Write("many/readme.md", "x");
        string table = _folder.Write("table.csv", "file_name\none.png\nmany/b.png\n");

        string[] names = [.. PredictionInputs.Read([one, Path.Combine(_folder.Path, "many"), table], null, InputKind.Image)
            .Cast<ImageExample>().Select(e => Path.GetRelativePath(_folder.Path, e.Name).Replace('\\', '/'))];

        Assert.Equal(["one.png", "many/b.png", "many/a/z.jpg", "one.png", "many/b.png"], names);
        using var input = new MemoryStream(Png);
        Assert.Equal(Png, ((ImageExample)PredictionInputs.Read([], input, InputKind.Image).Single()).ReadBytes().ToArray());
    }

    [Fact]
    public void A_folder_without_images_says_how_images_end()
    {
        _folder.Write("texts/a.txt", "x");
        DataException error = Assert.Throws<DataException>(() => PredictionInputs.Read([_folder.At("texts")], null, InputKind.Image).ToArray());
        Assert.Contains(".gif, .tif or .tiff", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_are_read_only_when_they_are_asked_for()
    {
        IEnumerable<Example> read = PredictionInputs.Read(["first", "none.csv"], null, InputKind.Text);

        Assert.Equal("first", ((TextExample)read.First()).Text);
        Assert.Throws<DataException>(() => read.Count());
    }

    [Theory]
    [InlineData(InputKind.Text, "none.txt")]
    [InlineData(InputKind.Text, "none.png")]
    [InlineData(InputKind.Text, "none.parquet[:10]")]
    [InlineData(InputKind.Text, "-")]
    [InlineData(InputKind.Image, "none.png")]
    [InlineData(InputKind.Image, "-")]
    [InlineData(InputKind.Image, null)]
    public void What_cannot_be_read_is_named(InputKind kind, string? argument) =>
        Assert.Throws<DataException>(() => PredictionInputs.Read(argument is null ? [] : [argument], null, kind).Count());

    [Fact]
    public void Input_that_is_not_utf8_and_files_of_other_kinds_are_refused()
    {
        using var input = new MemoryStream([(byte)'a', 0xE9, (byte)'b', (byte)'\n']);
        Assert.Throws<DataException>(() => PredictionInputs.Read(["-"], input, InputKind.Text).Count());
        Assert.Throws<DataException>(() => PredictionInputs.Read([_folder.Write("x.png", Png)], null, InputKind.Text).Count());
        Assert.Throws<DataException>(() => PredictionInputs.Read([_folder.Write("x.txt", Png)], null, InputKind.Text).Count());
        Assert.Empty(PredictionInputs.Read([_folder.Write("x.txt", "")], null, InputKind.Text));
        Assert.Throws<DataException>(() => ((ImageExample)PredictionInputs.Read([_folder.Write("e.png", "")], null, InputKind.Image).Single()).ReadBytes());
    }
    [Fact]
    public void What_is_left_out_of_tables_is_told_once()
    {
        string csv = _folder.Write("a.csv", "text,label\none,a\ntwo\n" + string.Concat(Enumerable.Repeat("more,b\n", 3000)));
        string json = _folder.Write("b.jsonl", "{\"text\": \"three\"}\nnot json\n");
        var told = new List<string>();

        IEnumerable<Example> read = PredictionInputs.Read([csv, json, csv + "[:9999]"], null, InputKind.Text, new DataOptions { SkipBad = true }, told.Add);

        Assert.Equal(3001 + 1 + 3001, read.Count());
        Assert.Equal(2, told.Count(note => note.StartsWith("a.csv: 1 bad rows", StringComparison.Ordinal)));
        Assert.Single(told, note => note.StartsWith("b.jsonl: 1 bad rows", StringComparison.Ordinal));
        Assert.Single(told, note => note.Contains("9,999", StringComparison.Ordinal));
        Assert.Equal(4, told.Count);
    }

    [Fact]
    public void A_slice_of_a_file_names_no_part()
    {
        string csv = _folder.Write("a.csv", "text\none\ntwo\n");

        Assert.Contains("no test part", Assert.Throws<DataException>(() => PredictionInputs.Read([csv + "[test]"], null, InputKind.Text).Count()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_lines_may_be_blank_and_begin_with_any_words()
    {
        string blank = _folder.Write("a.txt", " \n\n"), words = _folder.Write("b.txt", "<html> begins a page\nRIFF");

        Assert.Equal([" ", "", "<html> begins a page", "RIFF"], PredictionInputs.Read([blank, words], null, InputKind.Text).Cast<TextExample>().Select(e => e.Text));
    }

}
