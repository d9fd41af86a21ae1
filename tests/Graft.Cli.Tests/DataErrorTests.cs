namespace Graft.Cli.Tests;

/// <summary>Data that cannot be trained on: exit code 1, a message with place and remedy, and nothing left behind.</summary>
public sealed class DataErrorTests(Workbench bench)
{
    [Fact]
    public void No_such_file() => Refused([], ["nothing.csv"], "nothing.csv", "no such file or folder");

    [Fact]
    public void An_empty_file() => Refused([("empty.csv", "")], ["empty.csv"], "empty.csv", "empty");

    [Theory]
    [InlineData("data.parquet", "text,label\na,b\n")]
    [InlineData("data.jsonl", "text,label\na,b\n")]
    [InlineData("data.csv", "PAR1\0\0\u0001\u0002")]
    public void A_file_that_is_not_what_its_ending_says(string name, string content) => Refused([(name, content)], [name], name);

    [Fact]
    [Trait("Fault", "43")]
    public void A_ragged_row_with_file_and_line() =>
        Refused([("ragged.csv", "text,label\na,x\nb,y\nc\nd,x\n")], ["ragged.csv"], "ragged.csv", "line 4", "--skip-bad");

    [Fact]
    public void A_missing_column_lists_those_that_there_are() =>
        Refused([("data.csv", "body,class,extra\na b,x,1\nc d,y,2\n")], ["data.csv", "--text-column", "review"], "data.csv", "'review'", "'body', 'class', 'extra'");

    [Fact]
    public void A_file_without_labels_says_which_columns_there_are() =>
        Refused([("data.csv", "body\nred cars are fast all of them\nblue boats are slow most of them\n")], ["data.csv"], "data.csv", "'body'", "label");

    [Fact]
    public void Columns_that_could_both_be_the_label_must_be_named() =>
        Refused([("data.csv", "text,alpha,beta\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"the long text of row {i},{i % 2},{i % 3}\n")))], ["data.csv"], "'alpha'", "'beta'", "--label-column");

    [Fact]
    public void A_label_of_the_test_part_that_training_never_saw() =>
        Refused([("data/train.csv", "text,label\na,x\nb,y\nc,x\nd,y\n"), ("data/test.csv", "text,label\ne,z\n")], ["data"], "test.csv", "'z'", "'x', 'y'");

    [Fact]
    [Trait("Fault", "53")]
    public void One_class_only_says_how_to_draw_from_all() =>
        Refused(
            [("sorted.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"row {i},{(i < 20 ? "neg" : "pos")}\n")))],
            ["sorted.csv[:15]"], "All 15 rows", "neg", "--shuffle", "--stratify");

    [Fact]
    [Trait("Fault", "48")]
    public void A_broken_image_is_refused_before_training_and_can_be_left_out()
    {
        using var folder = new TemporaryFolder();
        SampleData.WritePictures(folder.At("data"), each: 12);
        folder.Write("data/red/broken.png", SampleData.Picture(isRed: true, 900)[..70]);
        folder.Write("data/green/hollow.png", []);
        GraftCommand.Run(folder.Path, "train", "data", "--model", bench.ImageModel).FailedWith(1, "2 of ", "broken.png", "hollow.png", "--skip-bad");
        Assert.False(Directory.Exists(folder.At("runs")));
        CommandResult run = GraftCommand.Run(
            folder.Path, "train", "data", "--model", bench.ImageModel, "--skip-bad", "--max-steps", "1", "--output", "run", "--seed", "3").Succeeded();
        Assert.Contains("cannot be decoded and are left out", run.Output, StringComparison.Ordinal);
        Assert.Contains("broken.png", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "No row is left to train on", 1)]
    [InlineData("validation", "No row of the validation part is left", 0)]
    public void A_part_of_which_nothing_is_left_is_told(string part, string expected, int exitCode)
    {
        using var folder = new TemporaryFolder();
        foreach (string name in new[] { "train", "validation", "test" })
        {
            SampleData.WritePictures(folder.At($"data/{name}"), each: 4, from: name.Length * 10);
        }

        foreach (string file in Directory.GetFiles(folder.At($"data/{part}"), "*.png", SearchOption.AllDirectories))
        {
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..70]);
        }

        CommandResult run = GraftCommand.Run(folder.Path, "train", "data", "--model", bench.ImageModel, "--skip-bad", "--max-steps", "1", "--output", "run");
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--output", "", 1, "output folder is empty")]
    [InlineData("--best-metric", "f1", 2, "f1_macro")]
    public void What_cannot_work_is_told_before_training(string option, string value, int exitCode, string expected)
    {
        using var folder = new TemporaryFolder();
        GraftCommand.Run(folder.Path, "train", bench.Reviews, "--model", bench.TextModel, option, value).FailedWith(exitCode, expected);
        Assert.False(Directory.Exists(folder.At("runs")));
    }

    [Fact]
    public void An_output_folder_that_cannot_be_made_is_told_before_data_is_read()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "");
        string[] before = folder.Content;
        GraftCommand.Run(folder.Path, "train", "nothing.csv", "--output", "file/run").FailedWith(1, "output folder cannot be made", "--output");
        Assert.Equal(before, folder.Content);
    }

    [Fact]
    public void Options_without_effect_are_told()
    {
        using var folder = new TemporaryFolder();
        string output = GraftCommand.Run(
            folder.Path, "train", bench.Reviews, "--model", bench.TextModel, "--max-steps", "1", "--validation-fraction", "0", "--patience", "2", "--best-metric", "f1_macro", "--augment", "--output", "run").Succeeded().Output;
        foreach (string option in new[] { "--patience", "--best-metric", "--augment" })
        {
            Assert.Contains($"{option} has no effect", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Json_tells_errors_on_standard_output_too()
    {
        using var folder = new TemporaryFolder();
        folder.Write("ragged.csv", "text,label\na,x\nb,y\nc\nd,x\n");
        CommandResult run = GraftCommand.Run(folder.Path, "train", "ragged.csv", "--json").FailedWith(1, "line 4");
        System.Text.Json.JsonElement error = run.Json.Single();
        Assert.Equal(["event", "message", "path", "place", "remedy"], error.EnumerateObject().Select(property => property.Name));
        Assert.Equal("error", error.GetProperty("event").GetString());
        Assert.EndsWith("ragged.csv", error.GetProperty("path").GetString());
        Assert.Contains("line 4", error.GetProperty("place").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_an_error_comes_from_is_shown_on_demand_only()
    {
        using var folder = new TemporaryFolder();
        CommandResult run = GraftCommand.RunInShell(folder.Path, "GRAFT_DEBUG=1 \"$GRAFT\" train nothing.csv");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("   at Graft.", run.Error, StringComparison.Ordinal);
    }

    private void Refused((string Name, string Content)[] files, string[] arguments, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        foreach ((string name, string content) in files)
        {
            folder.Write(name, content);
        }

        string[] before = folder.Content;
        GraftCommand.Run(folder.Path, ["train", .. arguments, "--model", bench.TextModel]).FailedWith(1, parts);
        Assert.Equal(before, folder.Content);
    }
}
