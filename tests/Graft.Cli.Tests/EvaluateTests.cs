using System.Text.Json;

namespace Graft.Cli.Tests;

public sealed class EvaluateTests(Workbench bench)
{
    [Fact]
    public void Json_ends_with_figures_labels_and_the_confusion_matrix()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("more.csv", SampleData.Reviews(50, from: 900));
        JsonElement done = GraftCommand.Run(folder.Path, "evaluate", bench.TrainedText, data, "--json").Succeeded().Json[^1];
        Assert.Equal("done", done.GetProperty("event").GetString());
        Assert.Equal(50, done.GetProperty("rows").GetInt32());
        JsonElement test = done.GetProperty("test");
        double accuracy = test.GetProperty("accuracy").GetDouble();
        Assert.InRange(accuracy, 0.9, 1);
        Assert.InRange(accuracy, test.GetProperty("accuracy_low").GetDouble(), test.GetProperty("accuracy_high").GetDouble());
        Assert.Equal(["bad", "good"], done.GetProperty("labels").EnumerateArray().Select(label => label.GetProperty("label").GetString()));
        Assert.Equal(50, done.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(cell => cell.GetInt32())));
    }

    [Fact]
    public void Tables_show_metrics_labels_and_the_confusion_matrix()
    {
        CommandResult run = GraftCommand.Run(bench.Folder, "evaluate", bench.TrainedImages, bench.Pictures).Succeeded();
        foreach (string part in new[] { "16 rows", "f1 macro", "accuracy 1.000 (95%: 0.806 to 1.000)", "precision", "green", "Rows of each label (downwards)" })
        {
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public void Int8_tells_what_it_costs_against_single_precision()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("more.csv", SampleData.Reviews(50, from: 900));
        string exact = GraftCommand.Run(folder.Path, "evaluate", bench.TrainedText, data, "--json").Succeeded().Json[^1].GetProperty("test").GetRawText();
        JsonElement rounding = GraftCommand.Run(folder.Path, "evaluate", bench.TrainedText, data, "--dtype", "int8", "--json").Succeeded().Json[^1].GetProperty("rounding");
        Assert.Equal(exact, rounding.GetProperty("float32").GetRawText());
        Assert.InRange(rounding.GetProperty("changed_rows").GetInt32(), 0, 3);
        Assert.InRange(rounding.GetProperty("greatest_change").GetDouble(), 1e-9, 1);
        Assert.Contains("int8 changes the best label of", GraftCommand.Run(folder.Path, "evaluate", bench.TrainedText, data, "--dtype", "int8").Succeeded().Output, StringComparison.Ordinal);
        GraftCommand.Run(folder.Path, "train", data, "--dtype", "int8").FailedWith(2, "float32");
    }

    [Fact]
    public void Rows_that_were_trained_on_are_no_test()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("more.csv", SampleData.Reviews(50, from: 900));
        Assert.Contains("seen in training", GraftCommand.Run(bench.Folder, "evaluate", bench.TrainedText, bench.Reviews).Succeeded().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("seen in training", GraftCommand.Run(folder.Path, "evaluate", bench.TrainedText, data).Succeeded().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("seen in training", GraftCommand.Run(bench.Folder, "evaluate", bench.TrainedImages, bench.Pictures).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_are_cut_as_in_training_unless_something_else_is_said()
    {
        // What tells good from bad comes after the fourth token: cut there, all texts are the same.
        using var folder = new TemporaryFolder();
        string data = folder.Write("data.csv", SampleData.Reviews(60));
        GraftCommand.Run(folder.Path, "train", data, "--model", bench.TextModel, "--max-length", "5", "--max-steps", "2", "--output", "run").Succeeded();
        string[] texts = ["the camera is very good", "the camera is very bad"];
        double[] Scores(params string[] options) =>
            [.. GraftCommand.Run(folder.Path, ["predict", "run", .. texts, "--json", .. options]).Succeeded().Json.Select(line => line[0].GetProperty("score").GetDouble())];
        string Figures(params string[] options) => GraftCommand.Run(folder.Path, ["evaluate", "run", data, "--json", .. options]).Succeeded().Json[^1].GetProperty("test").GetRawText();

        Assert.Equal(Scores()[0], Scores()[1]);
        Assert.NotEqual(Scores("--max-length", "20")[0], Scores("--max-length", "20")[1]);
        Assert.Equal(Figures("--max-length", "5"), Figures());
        Assert.NotEqual(Figures("--max-length", "20"), Figures());
    }

    [Fact]
    public void Data_that_does_not_go_with_the_model_is_refused()
    {
        using var folder = new TemporaryFolder();
        string unknown = folder.Write("unknown.csv", "text,label\nvery good,good\nhm,neutral\n");
        GraftCommand.Run(folder.Path, "evaluate", bench.TrainedText, unknown).FailedWith(1, "neutral", "'bad', 'good'");
        GraftCommand.Run(folder.Path, "evaluate", bench.TrainedImages, bench.Reviews).FailedWith(1, "'green', 'red'");
        GraftCommand.Run(folder.Path, "evaluate", bench.TextModel + "-not", bench.Reviews).FailedWith(1, "no such model folder");
    }
}
