using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Graft.Cli.Tests;

public sealed class PredictTests(Workbench bench)
{
    [Fact]
    public void Texts_are_labelled_a_line_each()
    {
        CommandResult run = Predict("the camera is very good", "the camera is very awful");
        Assert.Equal(2, run.Lines.Length);
        Assert.Matches(@"^good\s+0\.\d{4}\s+the camera is very good$", run.Lines[0]);
        Assert.Matches(@"^bad\s+0\.\d{4}\s+the camera is very awful$", run.Lines[1]);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Json_is_an_array_of_labels_and_scores_for_each_input()
    {
        CommandResult run = Predict("the camera is very good", "the camera is very awful", "--json", "--top-k", "2");
        Assert.Equal(2, run.Lines.Length);
        foreach (JsonElement prediction in run.Json)
        {
            Assert.Equal(2, prediction.GetArrayLength());
            Assert.All(prediction.EnumerateArray(), score => Assert.Equal(["label", "score", "input"], score.EnumerateObject().Select(property => property.Name)));
            double[] scores = [.. prediction.EnumerateArray().Select(score => score.GetProperty("score").GetDouble())];
            Assert.Equal(1, scores.Sum(), 5);
            Assert.True(scores[0] >= scores[1]);
        }

        Assert.Equal("good", run.Json[0][0].GetProperty("label").GetString());
        Assert.Equal(["text 1", "text 2"], run.Json.Select(line => line[0].GetProperty("input").GetString()));
    }

    [Fact]
    public void A_file_of_predictions_keeps_the_columns_of_its_input()
    {
        using var folder = new TemporaryFolder();
        folder.Write("full.csv", "id;day;text;Label\n7;2024-01-01;\"the camera is very good, really\";good\n8;2024-01-02\n9;2024-01-03;the camera is very awful;bad\n");
        GraftCommand.Run(folder.Path, "predict", bench.TrainedText, "full.csv", "--skip-bad", "--output", "out.csv").Succeeded();
        string[] lines = File.ReadAllLines(folder.At("out.csv"));
        Assert.Equal("id,day,text,Label,predicted_label,predicted_score", lines[0]);
        Assert.Matches("^7,2024-01-01,\"the camera is very good, really\",good,(good|bad),[0-9.E-]+$", lines[1]);
        Assert.Matches("^9,2024-01-03,the camera is very awful,bad,bad,[0-9.E-]+$", lines[2]);
        Assert.Equal(3, lines.Length);

        CommandResult run = GraftCommand.Run(folder.Path, "predict", bench.TrainedText, "full.csv", "--skip-bad", "--json").Succeeded();
        Assert.Equal(["full.csv, line 2", "full.csv, line 4"], run.Json.Select(line => line[0].GetProperty("input").GetString()));
    }

    [Fact]
    public void Jsonl_predictions_keep_every_field_as_it_was()
    {
        using var folder = new TemporaryFolder();
        const string Row = """{"id":7,"meta":{"by":["a",{"b":1}]},"text":"the camera is very good","tags":["x","y"],"ok":true,"price":2.5,"none":null""";
        folder.Write("rows.jsonl", Row + "}\n");
        GraftCommand.Run(folder.Path, "predict", bench.TrainedText, "rows.jsonl", "--output", "out.jsonl").Succeeded();
        string line = File.ReadAllText(folder.At("out.jsonl"));
        Assert.StartsWith(Row + ""","predictions":[{"label":"good","score":""", line, StringComparison.Ordinal);

        // Once more: its own answers are columns of the input then.
        GraftCommand.Run(folder.Path, "predict", bench.TrainedText, "out.jsonl", "--output", "again.csv").Succeeded();
        string[] lines = File.ReadAllLines(folder.At("again.csv"));
        Assert.Equal("id,meta,text,tags,ok,price,none,predictions,label,score", lines[0]);
        Assert.StartsWith("7,\"{\"\"by\"\":[\"\"a\"\",{\"\"b\"\":1}]}\",the camera is very good,\"[\"\"x\"\",\"\"y\"\"]\",true,2.5,,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_of_other_columns_go_below_those_of_the_first()
    {
        using var folder = new TemporaryFolder();
        folder.Write("first.csv", "id,review\n1,the camera is very good\n");
        folder.Write("second.csv", "text,who,id\nthe camera is very awful,me,2\n");
        CommandResult run = GraftCommand.Run(folder.Path, "predict", bench.TrainedText, "first.csv", "second.csv", "the camera is very poor", "--output", "out.csv").Succeeded();
        string[] lines = File.ReadAllLines(folder.At("out.csv"));
        Assert.Equal(["id,review,label", "1,the camera is very good,good", "2,the camera is very awful,bad", ",the camera is very poor,bad"], lines.Select(line => line[..line.LastIndexOf(',')]));
        Assert.Contains("'who' is left out", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_function_decides_what_scores_are()
    {
        double[] logits = [.. Predict("very good", "--json", "--top-k", "2", "--function", "none").Json[0].EnumerateArray().Select(score => score.GetProperty("score").GetDouble())];
        double[] sigmoids = [.. Predict("very good", "--json", "--top-k", "2", "--function", "sigmoid").Json[0].EnumerateArray().Select(score => score.GetProperty("score").GetDouble())];
        Assert.Equal(logits.Select(logit => 1 / (1 + Math.Exp(-logit))), sigmoids, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Bfloat16_gives_the_same_labels_with_scores_near_those_of_single_precision()
    {
        JsonElement[] exact = [.. Labelled("float32")], rounded = [.. Labelled("bfloat16")];
        Assert.Equal(exact.Select(score => score.GetProperty("label").GetString()), rounded.Select(score => score.GetProperty("label").GetString()));
        Assert.All(exact.Zip(rounded), pair => Assert.Equal(pair.First.GetProperty("score").GetDouble(), pair.Second.GetProperty("score").GetDouble(), 0.05));

        IEnumerable<JsonElement> Labelled(string format) =>
            Predict("the camera is very good", "the camera is very awful", "--json", "--dtype", format).Json.Select(line => line[0].Clone());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Standard_input_is_read_a_text_a_line(bool named)
    {
        string[] arguments = named ? ["predict", bench.TrainedText, "-", "--json"] : ["predict", bench.TrainedText, "--json"];
        CommandResult run = GraftCommand.Run(bench.Folder, "the camera is very good\nthe camera is very awful\n", arguments).Succeeded();
        Assert.Equal(["good", "bad"], run.Json.Select(line => line[0].GetProperty("label").GetString()));
    }

    [Fact]
    public async Task At_a_terminal_each_line_is_answered_before_the_next_one_is_there()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "no program that gives a terminal");
        var terminal = new Dictionary<string, string> { ["TERM"] = "xterm-256color", ["MODEL"] = bench.TrainedText };
        Process process = GraftCommand.StartInShell(bench.Folder, "script -qec '\"$GRAFT\" predict \"$MODEL\" - --json' /dev/null", terminal);
        bool isAnswered = false;
        try
        {
            foreach ((string text, string label) in ((string, string)[])[("the camera is very good", "good"), ("the camera is very awful", "bad")])
            {
                await process.StandardInput.WriteLineAsync(text);
                await process.StandardInput.FlushAsync();

                // The terminal shows what is typed, too.
                string? line;
                do
                {
                    line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2));
                }
                while (line is not null && !line.Contains("\"label\"", StringComparison.Ordinal));

                Assert.Contains($"\"label\":\"{label}\"", line, StringComparison.Ordinal);
            }

            isAnswered = true;
        }
        finally
        {
            if (!isAnswered)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        await process.StandardInput.WriteAsync('\u0004');  // the end of what is typed
        Assert.Equal(0, GraftCommand.Finish(process, input: null).ExitCode);
    }

    [Fact]
    public void Files_are_read_in_order_and_in_chunks()
    {
        using var folder = new TemporaryFolder();
        folder.Write("lines.txt", "the camera is very good\n\nvery awful\n");
        folder.Write("table.csv", SampleData.Reviews(90, from: 2000));
        folder.Write("rows.jsonl", "{\"text\": \"very great\"}\n{\"text\": \"very poor\"}\n");
        CommandResult run = GraftCommand.Run(
            folder.Path, "predict", bench.TrainedText, "lines.txt", "table.csv", "rows.jsonl", "--text-column", "text", "--batch-size", "2", "--output", "out.jsonl").Succeeded();
        Assert.Contains("95 predictions are in out.jsonl", run.Output, StringComparison.Ordinal);
        JsonElement[] rows = [.. File.ReadAllLines(folder.At("out.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        string[] texts = [.. rows.Select(row => row.GetProperty("text").GetString()!)];
        Assert.Equal(["the camera is very good", "", "very awful", .. Enumerable.Range(2000, 90).Select(SampleData.Text), "very great", "very poor"], texts);
        Assert.Equal("good", rows[0].GetProperty("predictions")[0].GetProperty("label").GetString());
    }

    [Fact]
    public void The_column_of_second_texts_can_be_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("table.csv", "first,second\nthe camera is good,it is very bad\n");
        string[] predict = ["predict", bench.TrainedText, "table.csv", "--text-column", "first", "--output", "out.jsonl"];
        GraftCommand.Run(folder.Path, predict).Succeeded();
        JsonElement alone = JsonDocument.Parse(File.ReadAllText(folder.At("out.jsonl"))).RootElement;
        GraftCommand.Run(folder.Path, [.. predict, "--text-pair-column", "second"]).Succeeded();
        JsonElement pair = JsonDocument.Parse(File.ReadAllText(folder.At("out.jsonl"))).RootElement;

        Assert.All(new[] { alone, pair }, row => Assert.Equal(("the camera is good", "it is very bad"), (row.GetProperty("first").GetString(), row.GetProperty("second").GetString())));
        Assert.NotEqual(alone.GetProperty("predictions").GetRawText(), pair.GetProperty("predictions").GetRawText());
    }

    [Fact]
    public void A_csv_file_of_predictions_quotes_what_must_be_quoted()
    {
        using var folder = new TemporaryFolder();
        GraftCommand.Run(folder.Path, "predict", bench.TrainedText, "very good, \"really\"", "--top-k", "2", "--output", "out.csv").Succeeded();
        string[] lines = File.ReadAllLines(folder.At("out.csv"));
        Assert.Equal("text,label,score,label_2,score_2", lines[0]);
        Assert.Matches("^\"very good, \"\"really\"\"\",(good|bad),0[.][0-9]+,(good|bad),[0-9.E-]+$", lines[1]);
        Assert.Equal(["out.csv"], folder.Content);
    }

    [Fact]
    public void Images_and_folders_of_images_are_labelled()
    {
        using var folder = new TemporaryFolder();
        SampleData.WritePictures(folder.At("more"), each: 2, from: 300);
        folder.Write("one.png", SampleData.Picture(isRed: true, 400));
        CommandResult run = GraftCommand.Run(folder.Path, "predict", bench.TrainedImages, "one.png", "more", "--json", "--top-k", "1").Succeeded();
        Assert.Equal(["red", "green", "green", "red", "red"], run.Json.Select(line => line[0].GetProperty("label").GetString()));
    }

    [Fact]
    public void An_image_that_cannot_be_decoded_is_named_or_left_out()
    {
        using var folder = new TemporaryFolder();
        folder.Write("good.png", SampleData.Picture(isRed: true, 1));
        folder.Write("broken.png", SampleData.Picture(isRed: true, 2)[..60]);
        GraftCommand.Run(folder.Path, "predict", bench.TrainedImages, "good.png", "broken.png").FailedWith(1, "broken.png");
        CommandResult run = GraftCommand.Run(folder.Path, "predict", bench.TrainedImages, "good.png", "broken.png", "--skip-bad", "--json").Succeeded();
        Assert.Single(run.Lines);
        Assert.Contains("broken.png", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_leave_no_file_of_predictions()
    {
        using var folder = new TemporaryFolder();
        folder.Write("lines.txt", "very good\n");
        GraftCommand.Run(folder.Path, "predict", bench.TrainedText, "lines.txt", "missing.txt", "--output", "out.csv").FailedWith(1, "missing.txt", "no such file");
        GraftCommand.Run(folder.Path, "predict", bench.TrainedText, "lines.txt", "--output", "out.xlsx").FailedWith(1, "out.xlsx", ".csv or .jsonl");
        GraftCommand.Run(folder.Path, "predict", bench.TextModel + "-not", "x").FailedWith(1, "no such model folder");
        Assert.Equal(["lines.txt"], folder.Content);
    }

    [Fact]
    public void A_text_cannot_steer_the_terminal() =>
        Assert.DoesNotContain('\u001b', Predict("very \u001b[31mgood").Output);

    [Fact]
    public void A_model_of_several_labels_answers_all_that_have_the_threshold()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tags.csv", "text,tags\n" + string.Concat(Enumerable.Range(0, 96).Select(i =>
            $"{SampleData.Text(i)},{(i % 2 == 0 ? "\"praise,review\"" : "review")}\n")));
        GraftCommand.Run(
            folder.Path, "train", "tags.csv", "--problem-type", "multi-label", "--model", bench.TextModel, "--epochs", "5", "--batch-size", "4", "--learning-rate", "0.01", "--output", "run").Succeeded();
        string[] texts = ["the camera is very good", "the camera is very awful"];
        CommandResult run = GraftCommand.Run(folder.Path, ["predict", "run", .. texts, "--json"]).Succeeded();
        string[] all = [.. GraftCommand.Run(folder.Path, ["predict", "run", .. texts, "--json", "--top-k", "2"]).Succeeded().Json.Select(Labels)];
        Assert.Equal(all, run.Json.Select(Labels), (every, passed) => passed == string.Join(' ', every.Split(' ').Where(label => double.Parse(label.Split('=')[1], CultureInfo.InvariantCulture) >= 0.5)));
        Assert.All(all, labels => Assert.Equal(2, labels.Split(' ').Length));
        Assert.Equal(all, GraftCommand.Run(folder.Path, ["predict", "run", .. texts, "--json", "--threshold", "0"]).Succeeded().Json.Select(Labels));

        Assert.All(GraftCommand.Run(folder.Path, ["predict", "run", .. texts, "--threshold", "1"]).Succeeded().Lines, line => Assert.StartsWith("none  ", line));
        GraftCommand.Run(folder.Path, "predict", "run", "x", "--threshold", "1.1").FailedWith(2, "--threshold");

        // What it writes is data again.
        folder.Write("more.csv", "text\n" + string.Concat(Enumerable.Range(200, 20).Select(i => SampleData.Text(i) + "\n")));
        GraftCommand.Run(folder.Path, "predict", "run", "more.csv", "--threshold", "0", "--output", "labelled.csv").Succeeded();
        string[] lines = File.ReadAllLines(folder.At("labelled.csv"));
        Assert.Equal("text,label,score", lines[0]);
        Assert.All(lines[1..], line => Assert.Matches(",\"(review,praise|praise,review)\",\"[0-9.E-]+,[0-9.E-]+\"$", line));
        JsonElement done = GraftCommand.Run(folder.Path, "evaluate", "run", "labelled.csv", "--label-column", "label", "--json").Succeeded().Json[^1];
        Assert.Equal([20, 20], done.GetProperty("labels").EnumerateArray().Select(label => label.GetProperty("rows").GetInt32()));

        static string Labels(JsonElement line) => string.Join(' ', line.EnumerateArray().Select(score => $"{score.GetProperty("label").GetString()}={score.GetProperty("score").GetRawText()}"));
    }

    [Fact]
    public void Pairs_and_single_texts_are_not_mixed_without_a_word()
    {
        using var folder = new TemporaryFolder();
        folder.Write("pairs.csv", "premise,hypothesis,label\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{SampleData.Text(i)},{SampleData.Text(i + 1)},{(i % 2 == 0 ? "yes" : "no")}\n")));
        folder.Write("single.csv", "text,label\n" + string.Concat(Enumerable.Range(100, 20).Select(i => $"{SampleData.Text(i)},{(i % 2 == 0 ? "yes" : "no")}\n")));
        CommandResult trained = GraftCommand.Run(folder.Path, "train", "pairs.csv", "--model", bench.TextModel, "--max-steps", "2", "--output", "run").Succeeded();
        Assert.Contains("graft predict run pairs.csv", trained.Output, StringComparison.Ordinal);
        Assert.Contains("\"text_pairs\": true", File.ReadAllText(folder.At("run/graft_run.json")), StringComparison.Ordinal);

        const string Single = "trained on pairs of texts";
        Assert.DoesNotContain("trained on", GraftCommand.Run(folder.Path, "predict", "run", "pairs.csv").Succeeded().Error, StringComparison.Ordinal);
        Assert.Contains(Single, GraftCommand.Run(folder.Path, "predict", "run", "very good").Succeeded().Error, StringComparison.Ordinal);
        Assert.Contains(Single, GraftCommand.Run(folder.Path, "evaluate", "run", "single.csv").Succeeded().Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Single, GraftCommand.Run(folder.Path, "evaluate", "run", "pairs.csv").Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("trained on single texts", GraftCommand.Run(folder.Path, "predict", bench.TrainedText, "pairs.csv").Succeeded().Error, StringComparison.Ordinal);
    }

    private CommandResult Predict(params string[] arguments) => GraftCommand.Run(bench.Folder, ["predict", bench.TrainedText, .. arguments]).Succeeded();

    [Fact]
    public void The_folder_of_the_output_file_is_made()
    {
        using var folder = new TemporaryFolder();
        CommandResult made = GraftCommand.Run(folder.Path, "predict", bench.TrainedText, "good", "--output", "new/out.csv").Succeeded();
        Assert.Contains("1 prediction is in new/out.csv", made.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.At("new/out.csv")));
        folder.Write("file", "");
        GraftCommand.Run(folder.Path, "predict", bench.TrainedText, "good", "--output", "file/out.csv").FailedWith(1, "cannot be made", "--output");
    }
}
