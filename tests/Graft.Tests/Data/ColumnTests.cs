using Graft.Data;

namespace Graft.Tests.Data;

public sealed class ColumnTests : IDisposable
{
    private const int Rows = 12;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Each column is named and then described: words (a sentence), long (a longer one), class, const, id, uuid, float.
    [Theory]
    [InlineData("id:id,text:words,label:class", "text", "label")]
    [InlineData(":id,Review Text:words,Rating:class", "Review Text", "Rating")]
    [InlineData("title:words,body:long,category:class", "body", "category")]
    [InlineData("a:uuid,b:words,c:class", "b", "c")]
    [InlineData("a:id,b:class,c:words,d:const", "c", "b")]
    [InlineData("text:words,lang:const,sentiment:class", "text", "sentiment")]
    [InlineData("text:words,category:const,sentiment:class", "text", "sentiment")]
    [InlineData("comment:words,score:float", "comment", "score")]
    [InlineData("label:class,class:class,text:words", "text", "label")]
    [InlineData("sentence:words,label_id:id,label:class", "sentence", "label")]
    [InlineData("x:long,y:class", "x", "y")]
    [InlineData("message:words,value:float", "message", "value")]
    public void Columns_are_found_by_name_or_content(string columns, string text, string label)
    {
        Dataset data = Dataset.Load(Csv(columns));

        string[] names = [.. columns.Split(',').Select(c => c.Split(':')[0])];
        Assert.Equal(Cell(columns.Split(',')[Array.IndexOf(names, text)].Split(':')[1], 3), ((TextExample)data[3]).Text);
        bool number = columns.Contains(label + ":float", StringComparison.Ordinal);
        Assert.Equal(number ? [label] : ["no", "yes"], data.Labels.Names);
    }

    [Theory]
    [InlineData("text:words,category:class,sentiment:class", "LabelColumns")]
    [InlineData("a:words,b:words,label:class", "TextColumn")]
    [InlineData("title:words,headline:words,label:class", "TextColumn")]
    [InlineData("text:words,id:id", "LabelColumns")]
    [InlineData("label:class,n:float", "TextColumn")]
    [InlineData("text:words,a:class,b:class", "LabelColumns")]
    public void What_is_not_clear_is_refused_with_the_columns_and_the_option(string columns, string option)
    {
        DataException error = Assert.Throws<DataException>(() => Dataset.Load(Csv(columns)));

        Assert.All(columns.Split(','), column => Assert.Contains($"'{column.Split(':')[0]}'", error.Problem, StringComparison.Ordinal));
        Assert.Contains(option, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_can_be_named_and_an_unknown_name_is_refused_with_those_there_are()
    {
        string path = Csv("text:words,other:long,label:class,second:class");
        var options = new DataOptions { TextColumn = "other", TextPairColumn = "text", LabelColumns = ["second"] };

        Dataset data = Dataset.Load(path, options);
        Assert.Equal(Cell("long", 0), ((TextExample)data[0]).Text);
        Assert.Equal(Cell("words", 0), ((TextExample)data[0]).TextPair);

        foreach (DataOptions bad in new[] { options with { TextColumn = "x" }, options with { TextPairColumn = "x" }, options with { LabelColumns = ["x"] }, new() { ImageColumn = "x" } })
        {
            DataException error = Assert.Throws<DataException>(() => Dataset.Load(path, bad));
            Assert.Contains("no column 'x'", error.Problem, StringComparison.Ordinal);
            Assert.Contains("'text', 'other', 'label', 'second'", error.Problem, StringComparison.Ordinal);
        }

        Assert.Throws<DataException>(() => Dataset.Load(path, options with { LabelColumns = ["other"] }));
    }

    [Theory]
    [InlineData("sentence1", "sentence2")]
    [InlineData("premise", "hypothesis")]
    [InlineData("text", "text_pair")]
    [InlineData("Question1", "Question2")]
    public void Pairs_are_found_by_their_names_and_said(string first, string second)
    {
        DatasetParts parts = DatasetParts.Load(Csv($"idx:id,{first}:words,{second}:long,label:class"));

        Assert.Equal(Cell("long", 0), ((TextExample)parts.Train[0]).TextPair);
        Assert.Contains(parts.Notes, note => note.Contains(second, StringComparison.Ordinal));
    }

    [Fact]
    public void A_column_of_lists_or_objects_is_no_text()
    {
        string path = _folder.Write("data.jsonl", """
            {"text": "one", "words": ["a", "b"], "parts": {"a": 1}, "label": "x"}
            {"text": "two", "words": ["c"], "parts": {"a": 2}, "label": "y"}
            """);

        foreach ((DataOptions options, string column) in new[]
        {
            (new DataOptions { TextColumn = "words" }, "words"), (new DataOptions { TextColumn = "parts" }, "parts"),
            (new DataOptions { TextColumn = "text", TextPairColumn = "words" }, "words"),
        })
        {
            DataException error = Assert.Throws<DataException>(() => Dataset.Load(path, options));
            Assert.Contains($"'{column}'", error.Problem, StringComparison.Ordinal);
            Assert.Contains("Text", error.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_part_whose_texts_are_lists_is_refused_and_single_rows_are_named_or_left_out()
    {
        _folder.Write("train.jsonl", """
            {"text": "one", "label": "x"}
            {"text": 2, "label": "y"}
            """);
        string test = _folder.Write("test.jsonl", """{"text": ["three"], "label": "x"}""");
        DataException error = Assert.Throws<DataException>(() => DatasetParts.Load(_folder.Path));
        Assert.Equal(test, error.Path);
        Assert.Contains("'text'", error.Problem, StringComparison.Ordinal);

        _folder.Write("test.jsonl", """
            {"text": "three", "label": "x"}
            {"text": {"a": "four"}, "label": "y"}
            {"text": null, "label": "y"}
            """);
        error = Assert.Throws<DataException>(() => DatasetParts.Load(_folder.Path));
        Assert.EndsWith("test.jsonl, line 2", error.Path, StringComparison.Ordinal);
        Assert.Contains("'text'", error.Problem, StringComparison.Ordinal);
        Assert.Contains("SkipBad", error.Remedy, StringComparison.Ordinal);

        DatasetParts parts = DatasetParts.Load(_folder.Path, new DataOptions { SkipBad = true });
        Assert.Equal(["one", "2"], parts.Train.Cast<TextExample>().Select(e => e.Text));
        Assert.Equal(["three", ""], parts.Test!.Cast<TextExample>().Select(e => e.Text));
        Assert.Contains(parts.Notes, note => note.Contains("1 rows without a usable text", StringComparison.Ordinal));
    }

    private string Csv(string columns)
    {
        string[][] described = [.. columns.Split(',').Select(column => column.Split(':'))];
        IEnumerable<string> rows = Enumerable.Range(0, Rows).Select(row => string.Join(',', described.Select(column => Cell(column[1], row))));
        return _folder.Write("data.csv", string.Join('\n', rows.Prepend(string.Join(',', described.Select(column => column[0])))) + "\n");
    }

    private static string Cell(string kind, int row) => kind switch
    {
        "words" => $"a few words {row}",
        "long" => $"a text that goes on and on until it is clearly the longest of them all {row}",
        "class" => row % 2 == 0 ? "no" : "yes",
        "const" => "en",
        "id" => $"{row + 100}",
        "uuid" => $"k{row * 7919}f",
        _ => $"{row}.5",
    };
}
