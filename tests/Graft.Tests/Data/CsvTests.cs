using System.Text;
using Graft.Data;

namespace Graft.Tests.Data;

public sealed class CsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("text,label\n\"good, really\",pos\nbad,neg\nfine,pos\n")]
    [InlineData("text;label\ngood, really;pos\nbad;neg\nfine;pos\n")]
    [InlineData("text\tlabel\ngood, really\tpos\nbad\tneg\nfine\tpos\n")]
    [InlineData("label|text\r\npos|good, really\r\nneg|bad\r\npos|fine\r\n")]
    [InlineData("\uFEFFtext,label\r\n\"good, really\",pos\r\nbad,neg\r\nfine,pos")]
    [InlineData("id,text,label\n1,\"good, really\",pos\n2,bad,neg\n3,fine,pos\n")]
    [InlineData("review,sentiment\n\"good, really\",pos\nbad,neg\nfine,pos\n")]
    [InlineData("\"good, really\",pos\nbad,neg\nfine,pos\n")]
    [InlineData("sep=;\r\ntext;label\r\ngood, really;pos\r\nbad;neg\r\nfine;pos\r\n")]
    [InlineData("text,label\n\n\"good, really\",pos\n\nbad,neg\nfine,pos\n\n")]
    public void Every_dialect_gives_the_same_examples(string content)
    {
        Dataset data = Dataset.Load(_folder.Write("data.csv", content));

        Assert.Equal(["good, really", "bad", "fine"], Texts(data));
        Assert.Equal(["neg", "pos"], data.Labels.Names);
        Assert.Equal([1, 0, 1], data.Select(example => example.Target.ClassIndex));
    }

    [Fact]
    public void Two_columns_of_one_name_are_told_apart_and_noted()
    {
        DatasetParts parts = DatasetParts.Load(_folder.Write("data.csv", "text,label,label\ngood film,pos,neg\nbad film,neg,pos\n"));

        Assert.Equal(["neg", "pos"], parts.Train.Labels.Names);
        Assert.Equal([1, 0], parts.Train.Select(example => example.Target.ClassIndex));
        Assert.Contains(parts.Notes, note => note.Contains("'label'", StringComparison.Ordinal) && note.Contains("column 3 is taken as 'label.2'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_without_header_says_so_and_loses_no_row()
    {
        DatasetParts parts = DatasetParts.Load(_folder.Write("data.csv", "good film,pos\nbad film,neg\n"));

        Assert.Equal(2, parts.Train.Count);
        Assert.Contains(parts.Notes, note => note.Contains("no header row", StringComparison.Ordinal) && note.Contains("column1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text,label\n1,a\n2,b\n", true, null)]
    [InlineData("spam,win a prize now\nham,see you later\nspam,free money now\n", false, null)]
    [InlineData("name,value\nfoo bar,1\nbaz qux,2\n", true, null)]
    [InlineData("name,value\nfoo bar,1\nbaz qux,2\n", false, false)]
    public void A_header_is_told_from_data(string content, bool header, bool? given)
    {
        using Graft.Data.Reading.RowSource table = Graft.Data.Reading.TableFile.Open(
            _folder.Write("data.csv", content), new DataOptions { HasHeader = given });

        Assert.Equal(header, table.Columns[0].Name != "column1");
        Assert.Equal(content.Count(c => c == '\n') - (header ? 1 : 0), table.RowCount);
    }

    [Theory]
    [Trait("Fault", "43")]
    [InlineData("text,label\ngood,pos\nbad,neg,extra\nfine,pos\n", 3, "3 fields")]
    [InlineData("text,label\ngood,pos\nbad\nfine,neg\n", 3, "1 fields")]
    [InlineData("text,label\n\"two\nlines\",pos\nbad,neg,extra\nfine,pos\n", 4, "3 fields")]
    [InlineData("text,label\ngood,pos\nfine,neg\n\"bad,neg\nlost,pos\nkept,neg\n", 4, "never closed")]
    [InlineData("text,label\ngood,pos\n\"bad\" film,neg\nfine,neg\n", 3, "after a closing quote")]
    public void A_bad_row_is_named_by_line(string content, int line, string problem)
    {
        DataException error = Assert.Throws<DataException>(() => Dataset.Load(_folder.Write("data.csv", content)));

        Assert.Equal($"line {line}", error.Place);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.EndsWith("data.csv", error.Path, StringComparison.Ordinal);
        Assert.Contains("SkipBad", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "43")]
    public void Skipping_bad_rows_counts_them_and_loses_no_other()
    {
        const string Content = "text,label\none,pos\ntwo,neg,extra\n\"three,neg\nfour,pos\n\"five, with comma\",neg\n\"six\" x,pos\nseven,pos\n\"eight\n";
        DatasetParts parts = DatasetParts.Load(_folder.Write("data.csv", Content), new DataOptions { SkipBad = true });

        Assert.Equal(["one", "four", "five, with comma", "seven"], Texts(parts.Train));
        Assert.EndsWith("line 8", parts.Train[3].Origin, StringComparison.Ordinal);
        Assert.Contains(parts.Notes, note => note.Contains("4 bad rows", StringComparison.Ordinal) && note.Contains("line 3", StringComparison.Ordinal));
    }

    [Fact]
    public void Quotes_inside_an_unquoted_field_are_text_and_doubled_quotes_are_one()
    {
        Dataset data = Dataset.Load(_folder.Write("data.csv", "text,label\na 5\" nail,a\n\"say \"\"hi\"\"\",b\n"));

        Assert.Equal(["a 5\" nail", "say \"hi\""], Texts(data));
    }

    [Fact]
    public void Quotes_can_be_read_as_text()
    {
        Dataset data = Dataset.Load(
            _folder.Write("data.tsv", "text\tlabel\n\"Good\" film\ta\n\"Open\tb\n"), new DataOptions { QuotedFields = false });

        Assert.Equal(["\"Good\" film", "\"Open"], Texts(data));
    }

    [Theory]
    [Trait("Fault", "44")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, "utf-8")]
    [InlineData(new byte[] { 0xFF, 0xFE }, "utf-16")]
    [InlineData(new byte[] { 0xFE, 0xFF }, "utf-16BE")]
    public void A_byte_order_mark_is_stripped(byte[] mark, string encoding)
    {
        byte[] content = [.. mark, .. Encoding.GetEncoding(encoding).GetBytes("text,label\nnaïve 🙂,a\ncafé,b\n")];
        Dataset data = Dataset.Load(_folder.Write("data.csv", content));

        Assert.Equal(["naïve 🙂", "café"], Texts(data));
        Assert.Equal(2, data.Labels.Count);
    }

    [Theory]
    [Trait("Fault", "44")]
    [InlineData(0xE9, "not UTF-8")]
    [InlineData(0x00, "NUL")]
    [InlineData(0x93, "not UTF-8")]
    public void A_byte_that_is_no_text_is_named_by_offset(byte bad, string problem)
    {
        byte[] content = Encoding.ASCII.GetBytes("text,label\ncaf_,a\nb,b\n");
        int offset = Array.IndexOf(content, (byte)'_');
        content[offset] = bad;

        DataException error = Assert.Throws<DataException>(() => Dataset.Load(_folder.Write("data.csv", content)));

        Assert.Equal($"byte {offset}", error.Place);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    [Trait("Fault", "44")]
    public void Utf16_that_ends_in_half_a_character_is_refused()
    {
        byte[] content = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("text,label\na,b\n"), 0x61];

        Assert.Contains("UTF-16", Assert.Throws<DataException>(() => Dataset.Load(_folder.Write("data.csv", content))).Problem, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "45")]
    public void Words_for_nothing_stay_words()
    {
        Dataset data = Dataset.Load(_folder.Write("data.csv", "text,label\nNA,null\nnull,None\nNone,NA\nNaN,null\n"));

        Assert.Equal(["NA", "null", "None", "NaN"], Texts(data));
        Assert.Equal(["NA", "None", "null"], data.Labels.Names);
    }

    [Fact]
    [Trait("Fault", "46")]
    public void A_field_of_ten_megabytes_loads()
    {
        string longText = string.Concat(Enumerable.Repeat("many words, ", 10_000_000 / 12));
        Dataset data = Dataset.Load(_folder.Write("data.csv", $"text,label\n\"{longText}\",a\nshort,b\n"));

        Assert.Equal(longText, ((TextExample)data[0]).Text);
        Assert.Equal("short", ((TextExample)data[1]).Text);
    }

    [Fact]
    [Trait("Fault", "47")]
    public void An_empty_text_is_kept_and_counted()
    {
        DatasetParts parts = DatasetParts.Load(_folder.Write("data.csv", "text,label\n,a\n\"  \",b\nword,b\n"));

        Assert.Equal(["", "  ", "word"], Texts(parts.Train));
        Assert.Contains(parts.Notes, note => note.Contains("2 texts are empty", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Fault", "47")]
    public void A_missing_label_is_named_by_line_or_skipped_and_counted()
    {
        string path = _folder.Write("data.csv", "text,label\none,a\ntwo,\nthree,b\nfour,  \n");

        DataException error = Assert.Throws<DataException>(() => DatasetParts.Load(path));
        Assert.Contains("line 3", error.Path, StringComparison.Ordinal);
        Assert.Contains("SkipBad", error.Remedy, StringComparison.Ordinal);

        DatasetParts parts = DatasetParts.Load(path, new DataOptions { SkipBad = true });
        Assert.Equal(["one", "three"], Texts(parts.Train));
        Assert.Contains(parts.Notes, note => note.Contains("2 rows without a label", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void A_stray_quote_costs_one_row_whatever_ends_the_lines(string lineEnd)
    {
        string content = string.Join(lineEnd, "text,label", "one,pos", "\"two,neg", "three,pos", "", "four,neg", "\"five");
        DatasetParts parts = DatasetParts.Load(_folder.Write("data.csv", content), new DataOptions { SkipBad = true });

        Assert.Equal(["one", "three", "four"], Texts(parts.Train));
        Assert.EndsWith("line 6", parts.Train[2].Origin, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts(Dataset data) => data.Cast<TextExample>().Select(example => example.Text);
}
