using System.Text.Json;

namespace Graft.Cli.Tests;

public sealed class TrainTests(Workbench bench)
{
    [Fact]
    public void Training_on_a_csv_file_shows_its_course_and_its_end()
    {
        CommandResult run = bench.TextRun;
        foreach (string part in new[]
        {
            "texts, 2 labels (bad, good)", "set aside as the test part", "set aside as the validation part", "Dropped, as the number of labels differs: classifier.weight",
            "Lengths:", "Expected:", "epoch 1  train loss ", "accuracy ", "macro-F1", "  *", "Test accuracy ", "(95%: ", "Always answering", "Folder: ", "Report: ", "Next:", "graft predict ",
        })
        {
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        }

        Assert.Empty(run.Error);
    }

    [Fact]
    public void Output_that_is_redirected_holds_no_escape_codes()
    {
        Assert.DoesNotContain('\u001b', bench.TextRun.Output);
        Assert.DoesNotContain('\r', bench.TextRun.Output);
        Assert.DoesNotContain('\u001b', bench.ImageRun.Output);
    }

    [Fact]
    public void A_run_without_a_named_folder_goes_under_runs_and_latest_points_to_it()
    {
        string latest = bench.TrainedText;
        Assert.StartsWith("reviews-", new FileInfo(latest).LinkTarget ?? File.ReadAllText(latest));
        foreach (string file in new[] { "config.json", "model.safetensors", "vocab.txt", "report.html", "README.md", "graft_run.json" })
        {
            Assert.True(File.Exists(Path.Combine(latest, file)), file);
        }
    }

    [Fact]
    public void Json_lines_tell_the_same_and_end_with_done()
    {
        JsonElement[] lines = bench.ImageRun.Json;
        Assert.All(lines, line => Assert.Equal("event", line.EnumerateObject().First().Name));
        string[] events = [.. lines.Select(line => line.GetProperty("event").GetString()!)];
        foreach (string expected in new[] { "data", "model", "plan", "step", "evaluating", "evaluation", "checkpoint" })
        {
            Assert.Contains(expected, events);
        }

        JsonElement data = bench.ImageRun.Events("data").Single();
        Assert.Equal("image", data.GetProperty("kind").GetString());
        Assert.Equal(["green", "red"], data.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(4, bench.ImageRun.Events("evaluation").Length);

        JsonElement done = lines[^1];
        Assert.Equal("done", done.GetProperty("event").GetString());
        Assert.Equal("picture-run", done.GetProperty("folder").GetString());
        JsonElement test = done.GetProperty("test");
        double accuracy = test.GetProperty("accuracy").GetDouble();
        Assert.InRange(accuracy, 0.9, 1);
        Assert.InRange(accuracy, test.GetProperty("accuracy_low").GetDouble(), test.GetProperty("accuracy_high").GetDouble());
        Assert.Equal(16, done.GetProperty("test_rows").GetInt32());
        Assert.True(File.Exists(Path.Combine(bench.Folder, done.GetProperty("report").GetString()!)));
    }

    [Fact]
    public void All_options_together_are_taken()
    {
        using var folder = new TemporaryFolder();
        string test = folder.Write("more.csv", SampleData.Reviews(20, from: 500));
        CommandResult run = GraftCommand.Run(
            folder.Path, "train", bench.Reviews, "--model", bench.TextModel, "--recipe", "reference", "--output", "run", "--batch-size", "8", "--gradient-accumulation", "2",
            "--learning-rate", "1e-3", "--head-learning-rate", "0.01", "--layer-decay", "0.9", "--weight-decay", "0.01", "--warmup", "0.1", "--schedule", "cosine-with-restarts",
            "--max-gradient-norm", "0.5", "--label-smoothing", "0.1", "--balance-classes", "--freeze-layers", "1", "--checkpoint-activations", "--lower-batch-size", "--no-augment", "--best-metric", "f1_macro",
            "--patience", "5", "--save-steps", "4", "--checkpoint-limit", "1", "--max-steps", "8", "--max-length", "32", "--seed", "7", "--threads", "1",
            "--text-column", "text", "--label-column", "label", "--problem-type", "single-label", "--header", "--delimiter", ",", "--skip-bad",
            "--validation-fraction", "0.2", "--test-data", test, "--json").Succeeded();
        JsonElement plan = run.Events("plan").Single();
        Assert.Equal(8, plan.GetProperty("total_steps").GetInt32());
        Assert.Equal(16, plan.GetProperty("batch_size").GetInt32());
        Assert.Equal(32, plan.GetProperty("max_length").GetInt32());
        Assert.Equal(20, run.Json[^1].GetProperty("test_rows").GetInt32());
        Assert.Equal(2, run.Events("evaluation").Length);
    }

    [Fact]
    public void A_network_of_convolutions_trains_and_predicts_too()
    {
        using var folder = new TemporaryFolder();
        string model = TinyModels.WriteEfficientNet(folder.At("net"));
        GraftCommand.Run(folder.Path, "train", bench.Pictures, "--model", model, "--max-steps", "3", "--output", "run").Succeeded();
        Assert.Equal(16, GraftCommand.Run(folder.Path, "predict", "run", Path.Combine(bench.Pictures, "test"), "--json").Succeeded().Lines.Length);
    }

    [Theory]
    [InlineData("text,score\n", "rmse", 0, 0.7, 1, "--label-column", "score", "--problem-type", "regression")]
    [InlineData("text,red,blue\n", "subset_accuracy", 0.75, 1, 2, "--label-column", "red", "--label-column", "blue")]
    public void Numbers_and_several_labels_are_learned_and_judged_too(string header, string metric, double least, double most, int scores, params string[] options)
    {
        // The words of judgement say all: a number of which the standard deviation is 1, or two flags, of which no pair has more than a third of the rows.
        using var folder = new TemporaryFolder();
        folder.Write("data.csv", header + string.Concat(Enumerable.Range(0, 120).Select(i =>
            $"{SampleData.Text(i)},{(scores == 2 ? $"{i % 2},{i % 3 % 2}" : $"{(i % 2 == 0 ? 1 : -1)}")}\n")));
        CommandResult run = GraftCommand.Run(
            folder.Path,
            ["train", "data.csv", "--model", bench.TextModel, "--max-steps", "100", "--batch-size", "8", "--learning-rate", "0.01", "--test-fraction", "0.2", "--output", "run", "--json", .. options]).Succeeded();
        Assert.InRange(run.Json[^1].GetProperty("test").GetProperty(metric).GetDouble(), least, most);
        Assert.Equal(scores, GraftCommand.Run(folder.Path, "predict", "run", "very good", "--json", "--top-k", "2").Succeeded().Json[0].GetArrayLength());
        JsonElement judged = GraftCommand.Run(folder.Path, ["evaluate", "run", "data.csv", "--json", .. options]).Succeeded().Json[^1];
        Assert.InRange(judged.GetProperty("test").GetProperty(metric).GetDouble(), least, most);
        Assert.Contains(metric.Replace('_', ' '), GraftCommand.Run(folder.Path, ["evaluate", "run", "data.csv", .. options]).Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("data.csv: texts", GraftCommand.Run(folder.Path, ["inspect", "data.csv", "--model", bench.TextModel, .. options]).Succeeded().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "1 of 5 steps was left out (step ")]
    [InlineData("2", "2 of 10 steps were left out (the first: step ")]
    [Trait("Fault", "68")]
    public void Steps_that_were_left_out_are_told_at_the_end_with_their_number_the_first_one_and_advice(string epochs, string expected)
    {
        // The square of one target is beyond what 32 bits hold: once an epoch loss and gradients are infinite.
        using var folder = new TemporaryFolder();
        folder.Write("data.csv", "text,score\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{SampleData.Text(i)},{(i == 17 ? "1e30" : $"{i % 5}")}\n")));
        folder.Write("held.csv", "text,score\n" + string.Concat(Enumerable.Range(50, 10).Select(i => $"{SampleData.Text(i)},{i % 5}\n")));
        string[] train =
        [
            "train", "data.csv", "--model", bench.TextModel, "--problem-type", "regression", "--label-column", "score", "--eval-data", "held.csv", "--test-data", "held.csv",
            "--batch-size", "8", "--epochs", epochs,
        ];
        string warning = Assert.Single(GraftCommand.Run(folder.Path, [.. train, "--output", "run"]).Succeeded().Lines, line => line.Contains("left out (", StringComparison.Ordinal));
        Assert.Contains(expected, warning, StringComparison.Ordinal);
        Assert.Contains("not finite", warning, StringComparison.Ordinal);
        Assert.Contains("Lower the learning rate", warning, StringComparison.Ordinal);
        int step = int.Parse(warning.Split("step ")[1].Split(')')[0]);
        Assert.InRange(step, 1, 5);

        CommandResult told = GraftCommand.Run(folder.Path, [.. train, "--output", "again", "--json"]).Succeeded();
        string[] notes = [.. told.Events("note").Where(note => note.GetProperty("is_warning").GetBoolean()).Select(note => note.GetProperty("text").GetString()!)];
        Assert.Single(notes, note => note.Contains($"{expected}{step})", StringComparison.Ordinal));
        Assert.Contains("left out", File.ReadAllText(folder.At("run/report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_shows_small_pictures_of_every_format_that_is_decoded()
    {
        using var folder = new TemporaryFolder();
        foreach (string part in (string[])["train", "test"])
        {
            foreach (bool isRed in (bool[])[true, false])
            {
                for (int i = 0; i < 4; i++)
                {
                    folder.Write($"data/{part}/{(isRed ? "red" : "green")}/{i}.bmp", SampleData.LargeBitmap(isRed, part == "train" ? i : i + 4));
                }
            }
        }

        GraftCommand.Run(folder.Path, "train", "data", "--model", bench.ImageModel, "--max-steps", "1", "--output", "run").Succeeded();

        string report = File.ReadAllText(folder.At("run/report.html"));
        Assert.Contains("data:image/jpeg;base64,", report, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"missing\"", report, StringComparison.Ordinal);
        Assert.InRange(report.Length, 1, 200_000);
    }

    [Fact]
    public void A_frozen_trunk_leaves_only_the_head_to_train()
    {
        using var folder = new TemporaryFolder();
        CommandResult run = GraftCommand.Run(
            folder.Path, "train", bench.Reviews, "--model", bench.TextModel, "--freeze", "trunk", "--max-steps", "2", "--output", "run", "--json").Succeeded();
        Assert.Equal(16 * 2 + 2, run.Events("plan").Single().GetProperty("trained_parameters").GetInt64());
        JsonElement features = run.Events("features")[^1];
        Assert.Equal(features.GetProperty("total").GetInt32(), features.GetProperty("done").GetInt32());
        Assert.Equal(3e-3, run.Events("plan").Single().GetProperty("learning_rate").GetDouble());
        GraftCommand.Run(folder.Path, "predict", "run", "very good", "--json").Succeeded();
        CommandResult refused = GraftCommand.Run(folder.Path, "train", bench.Pictures, "--freeze", "trunk", "--augment", "--output", "other");
        Assert.Contains("Augment", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "52")]
    public void Rows_that_are_in_training_and_test_are_warned_of_with_the_pairs()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data/train.csv", SampleData.Reviews(40));
        folder.Write("data/test.csv", SampleData.Reviews(12, from: 37));
        CommandResult run = GraftCommand.Run(
            folder.Path, "train", "data", "--model", bench.TextModel, "--max-steps", "1", "--validation-fraction", "0", "--output", "run", "--json").Succeeded();
        JsonElement warning = run.Events("note").Single(note => note.GetProperty("is_warning").GetBoolean());
        string text = warning.GetProperty("text").GetString()!;
        Assert.Contains("3 rows of the test part are in the train part too", text, StringComparison.Ordinal);
        Assert.Contains("train.csv, line 39 = ", text, StringComparison.Ordinal);
        Assert.Contains("test.csv, line 2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_rows_to_set_any_aside_are_told_with_options_that_work_and_that_nothing_is_measured_then()
    {
        using var folder = new TemporaryFolder();
        folder.Write("three.csv", "text,label\nvery good indeed,good\nvery bad indeed,bad\nas good as can be,good\n");
        GraftCommand.Run(folder.Path, "train", "three.csv", "--model", bench.TextModel, "--output", "run").FailedWith(1, "3 examples are too few", "--validation-fraction 0 --test-fraction 0");
        string output = GraftCommand.Run(
            folder.Path, "train", "three.csv", "--model", bench.TextModel, "--output", "run", "--validation-fraction", "0", "--test-fraction", "0", "--epochs", "1").Succeeded().Output;
        Assert.Contains("1 epoch of 1 step, ", output, StringComparison.Ordinal);
        Assert.Contains("was not measured", output, StringComparison.Ordinal);
    }
}
