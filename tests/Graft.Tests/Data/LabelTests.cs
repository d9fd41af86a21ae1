using Graft.Data;
using Graft.Models;

namespace Graft.Tests.Data;

public sealed class LabelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("10,9,2,2,10", "2 9 10")]
    [InlineData("b,a,B,b,a", "B a b")]
    [InlineData("1.0,0.0,1.0,0,1", "0 1")]
    [InlineData("-1,0,1,1,0", "-1 0 1")]
    [InlineData("x,10,9,x,10", "9 10 x")]
    [InlineData(" a,a ,b,b,a", "a b")]
    [InlineData("true,false,true,true,false", "false true")]
    public void Classes_are_sorted_numbers_by_value_words_by_code(string labels, string names)
    {
        Dataset data = Dataset.Load(Csv(labels));

        Assert.Equal(ProblemType.SingleLabel, data.Labels.ProblemType);
        Assert.Equal(names.Split(' '), data.Labels.Names);
    }

    [Theory]
    [InlineData("1,2,4,5", "1,3,5,5,2", "3")]          // stars that the model does not know
    [InlineData("1,2,4,5", "0,1,1,0,1", "0")]          // names and places in one file
    [InlineData("neg,pos", "neg,1,pos,0,1", "1")]
    [InlineData("neg,pos", "0,1,2,0,1", "0")]
    public void Numbers_are_places_in_the_classes_only_where_all_can_be(string classes, string labels, string unknown)
    {
        DataException error = Assert.Throws<DataException>(() => Dataset.Load(Csv(labels), new DataOptions { LabelNames = classes.Split(',') }));
        Assert.Contains($"'{unknown}' is not one of", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_places_in_the_classes_are_noted()
    {
        Dataset data = Dataset.Load(Csv("1,0,0,1,1"), new DataOptions { LabelNames = ["neg", "pos"] });
        Assert.Equal([1, 0, 0, 1, 1], data.Select(example => example.Target.ClassIndex));
        Assert.Contains(data.Notes, note => note.Contains("0 is 'neg'", StringComparison.Ordinal));

        Assert.DoesNotContain(Dataset.Load(Csv("1,0,0,1,1"), new DataOptions { LabelNames = ["0", "1"] }).Notes, note => note.Contains("places", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.5,1.5,2,3,4")]
    [InlineData("1e-3,2,-4.25,3,4")]
    public void Fractions_are_a_regression(string labels)
    {
        Dataset data = Dataset.Load(Csv(labels));

        Assert.Equal(ProblemType.Regression, data.Labels.ProblemType);
        Assert.Equal(["label"], data.Labels.Names);
        Assert.Equal(labels.Split(',').Select(x => float.Parse(x, System.Globalization.CultureInfo.InvariantCulture)), data.Select(e => e.Target.Value));
        Assert.Empty(data.ClassCounts());
    }

    [Fact]
    public void Whole_numbers_are_a_regression_when_asked_for()
    {
        Dataset data = Dataset.Load(Csv("1,2,3,4,5"), new DataOptions { ProblemType = ProblemType.Regression });

        Assert.Equal([1f, 2, 3, 4, 5], data.Select(e => e.Target.Value));
        Assert.Contains("'x' is not a number", Assert.Throws<DataException>(
            () => Dataset.Load(Csv("1,x,3,4,5"), new DataOptions { ProblemType = ProblemType.Regression })).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_of_names_or_numbers_are_multi_label()
    {
        Dataset names = Dataset.Load(_folder.Write("a.jsonl", """
            {"text": "one", "labels": ["b", "a"]}
            {"text": "two", "labels": []}
            {"text": "three", "labels": ["c"]}
            """));
        Assert.Equal(ProblemType.MultiLabel, names.Labels.ProblemType);
        Assert.Equal(["a", "b", "c"], names.Labels.Names);
        Assert.Equal(["1 1 0", "0 0 0", "0 0 1"], names.Select(e => string.Join(' ', e.Target.MultiHot.ToArray())));
        Assert.Equal([1, 1, 1], names.ClassCounts());

        Dataset numbers = Dataset.Load(_folder.Write("b.jsonl", "{\"text\": \"one\", \"labels\": [10, 2]}\n{\"text\": \"two\", \"labels\": [2]}\n"));
        Assert.Equal(["2", "10"], numbers.Labels.Names);

        Dataset flags = Dataset.Load(_folder.Write("c.jsonl", "{\"text\": \"one\", \"labels\": [1, 0, 1]}\n{\"text\": \"two\", \"labels\": [0, 0, 0]}\n"));
        Assert.Equal(["0", "1", "2"], flags.Labels.Names);
        Assert.Equal(["1 0 1", "0 0 0"], flags.Select(e => string.Join(' ', e.Target.MultiHot.ToArray())));
    }

    [Fact]
    public void Several_columns_of_flags_are_multi_label_when_named()
    {
        string path = _folder.Write("data.csv", "text,toxic,rude\none,1,0\ntwo,0,0\nthree,1,true\n");
        Dataset data = Dataset.Load(path, new DataOptions { LabelColumns = ["toxic", "rude"] });

        Assert.Equal(["toxic", "rude"], data.Labels.Names);
        Assert.Equal(["1 0", "0 0", "1 1"], data.Select(e => string.Join(' ', e.Target.MultiHot.ToArray())));
        Assert.Contains("neither 0 nor 1", Assert.Throws<DataException>(() => Dataset.Load(
            _folder.Write("data.csv", "text,toxic,rude\none,1,2\ntwo,0,0\n"), new DataOptions { LabelColumns = ["toxic", "rude"] })).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_with_a_separator_are_multi_label_when_asked_for()
    {
        Dataset data = Dataset.Load(
            _folder.Write("data.csv", "text,tags\none,a|b\ntwo,b\nthree,c| a\n"),
            new DataOptions { ProblemType = ProblemType.MultiLabel, LabelSeparator = '|', Delimiter = ',' });

        Assert.Equal(["a", "b", "c"], data.Labels.Names);
        Assert.Equal([2, 2, 1], data.ClassCounts());
    }

    [Fact]
    public void The_classes_of_a_model_can_be_given_by_name_or_index()
    {
        var options = new DataOptions { LabelNames = ["neg", "pos", "mixed"] };

        Assert.Equal([1, 0, 1, 1, 0], Dataset.Load(Csv("pos,neg,pos,pos,neg"), options).Select(e => e.Target.ClassIndex));
        Assert.Equal([1, 0, 2, 1, 0], Dataset.Load(Csv("1,0,2,1,0"), options).Select(e => e.Target.ClassIndex));
        Assert.Equal(3, Dataset.Load(Csv("1,1,1,1,1"), options).Labels.Count);
        DataException error = Assert.Throws<DataException>(() => Dataset.Load(Csv("pos,neg,odd,pos,neg"), options));
        Assert.Contains("'odd'", error.Problem, StringComparison.Ordinal);
        Assert.Contains("line 4", error.Path, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Dataset.Load(Csv("3,0,2,1,0"), options));
    }

    [Fact]
    public void A_label_that_training_never_saw_is_named_with_its_row()
    {
        _folder.Write("train.csv", "text,label\none,a\ntwo,b\n");
        _folder.Write("test.csv", "text,label\nthree,a\nfour,c\n");

        DataException error = Assert.Throws<DataException>(() => DatasetParts.Load(_folder.Path));

        Assert.Contains("'c'", error.Problem, StringComparison.Ordinal);
        Assert.Contains("'a', 'b'", error.Problem, StringComparison.Ordinal);
        Assert.Contains("test.csv, line 3", error.Path, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "53")]
    public void A_training_part_of_one_class_is_refused()
    {
        DataException error = Assert.Throws<DataException>(() => DatasetParts.Load(Csv("a,a,a,a,a")));
        Assert.Contains("'a'", error.Problem, StringComparison.Ordinal);

        DataException sorted = Assert.Throws<DataException>(() => DatasetParts.Load(Csv("a,a,a,b,b") + "[:2]"));
        Assert.Contains("sorted by label", sorted.Problem, StringComparison.Ordinal);
        Assert.Equal(2, DatasetParts.Load(Csv("a,a,a,b,b") + "[:4]", new DataOptions { Stratify = true }).Train.ClassCounts().Min());
    }

    [Fact]
    [Trait("Fault", "53")]
    public void A_class_with_one_example_and_a_test_part_of_one_class_are_noted()
    {
        _folder.Write("train.csv", "text,label\none,a\ntwo,a\nthree,b\n");
        _folder.Write("test.csv", "text,label\nfour,a\nfive,a\n");

        DatasetParts parts = DatasetParts.Load(_folder.Path);

        Assert.Contains(parts.Notes, note => note.Contains("'b' has a single training example", StringComparison.Ordinal));
        Assert.Contains(parts.Notes, note => note.Contains("test part holds one class only: 'a'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_part_without_any_label_is_not_used_and_said()
    {
        _folder.Write("train.csv", "text,label\none,a\ntwo,b\n");
        _folder.Write("test.csv", "text\nfour\nfive\n");
        _folder.Write("dev.csv", "text,label\nfour,\nfive,\n");

        DatasetParts parts = DatasetParts.Load(_folder.Path);

        Assert.Null(parts.Test);
        Assert.Null(parts.Validation);
        Assert.Equal(2, parts.Notes.Count(note => note.Contains("is not used", StringComparison.Ordinal)));
    }

    [Fact]
    public void Values_that_are_all_different_are_no_classes()
    {
        string rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"some words here {i},{i * 7}\n"));

        DataException error = Assert.Throws<DataException>(() => Dataset.Load(_folder.Write("data.csv", "text,label\n" + rows)));

        Assert.Contains("60 different values", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_of_flags_in_the_training_part_are_flags_in_the_others()
    {
        _folder.Write("train.jsonl", """
            {"text": "one", "labels": [1, 1]}
            {"text": "two", "labels": [0, 1]}
            """);

        // Of this part alone nothing tells flags from numbers of classes.
        string test = _folder.Write("test.jsonl", """
            {"text": "three", "labels": [0, 1]}
            {"text": "four", "labels": [1, 0]}
            """);
        DatasetParts parts = DatasetParts.Load(_folder.Path);
        Assert.Equal(["0 1", "1 0"], parts.Test!.Select(e => string.Join(' ', e.Target.MultiHot.ToArray())));

        foreach ((string list, string problem) in new[] { ("[0, 1, 1]", "3 values"), ("[0, 2]", "'2'"), ("[0]", "1 values"), ("[null, 1]", "no label") })
        {
            _folder.Write("test.jsonl", $"{{\"text\": \"three\", \"labels\": [0, 1]}}\n{{\"text\": \"four\", \"labels\": {list}}}\n");
            DataException error = Assert.Throws<DataException>(() => DatasetParts.Load(_folder.Path));
            Assert.EndsWith("test.jsonl, line 2", error.Path, StringComparison.Ordinal);
            Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a b", "[0, 1] [1, 0]", "0 1|1 0")]
    [InlineData("a b", "[0, 1] [1]", "1 1|0 1")]
    [InlineData("a b c", "[0, 1, 1] [1, 0, 0]", "0 1 1|1 0 0")]
    [InlineData("a b c", "[0, 1] [2]", "1 1 0|0 0 1")]
    public void Lists_of_flags_are_told_by_the_classes_where_these_are_given(string names, string lists, string expected)
    {
        string[] rows = [.. lists.Replace("] [", "]|[", StringComparison.Ordinal).Split('|')];
        Dataset data = Dataset.Load(
            _folder.Write("test.jsonl", string.Concat(rows.Select((list, i) => $"{{\"text\": \"text {i}\", \"labels\": {list}}}\n"))),
            new DataOptions { LabelNames = names.Split(' '), ProblemType = ProblemType.MultiLabel });

        Assert.Equal(expected.Split('|'), data.Select(e => string.Join(' ', e.Target.MultiHot.ToArray())));
        ExampleStream stream = Dataset.Stream(Path.Combine(_folder.Path, "test.jsonl"), new DataOptions { LabelNames = names.Split(' '), ProblemType = ProblemType.MultiLabel });
        Assert.Equal(expected.Split('|'), stream.Select(e => string.Join(' ', e.Target.MultiHot.ToArray())));
    }

    [Fact]
    public void Among_lists_of_flags_of_given_classes_one_that_is_none_is_named_with_its_row()
    {
        string path = _folder.Write("test.jsonl", "{\"text\": \"one\", \"labels\": [0, 1, 1]}\n{\"text\": \"two\", \"labels\": [0, 2]}\n");
        DataException error = Assert.Throws<DataException>(() => Dataset.Load(path, new DataOptions { LabelNames = ["a", "b", "c"] }));
        Assert.EndsWith("test.jsonl, line 2", error.Path, StringComparison.Ordinal);
        Assert.Contains("2 values", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_flags_with_a_missing_one_is_a_row_without_label()
    {
        string path = _folder.Write("data.jsonl", "{\"text\": \"one\", \"labels\": [0, 1, 1]}\n{\"text\": \"two\", \"labels\": [0, null, 1]}\n{\"text\": \"three\", \"labels\": [1, 0, 0]}\n");
        Assert.Contains("no label", Assert.Throws<DataException>(() => Dataset.Load(path)).Problem, StringComparison.Ordinal);
        Dataset data = Dataset.Load(path, new DataOptions { SkipBad = true });
        Assert.Equal(["0 1 1", "1 0 0"], data.Select(e => string.Join(' ', e.Target.MultiHot.ToArray())));
        Assert.Contains(data.Notes, note => note.Contains("1 rows without a label", StringComparison.Ordinal));
    }

    private string Csv(string labels) => _folder.Write(
        "data.csv", "text,label\n" + string.Concat(labels.Split(',').Select((label, i) => $"some text {i},{label}\n")));
}
