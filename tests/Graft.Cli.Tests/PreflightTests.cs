using System.Text.Json;

namespace Graft.Cli.Tests;

/// <summary>Data is checked by inspect, and by train before the first step.</summary>
public sealed class PreflightTests(Workbench bench)
{
    private const int Strict = 3;

    [Fact]
    public void Inspect_tells_findings_with_examples_and_remedies()
    {
        using var folder = new TemporaryFolder();
        WritePlanted(folder);
        JsonElement data = GraftCommand.Run(folder.Path, "inspect", "data", "--model", bench.TextModel, "--json").Succeeded().Json.Single();
        JsonElement conflict = Finding(data, "conflicting-labels");
        Assert.Equal(("warning", 1, 43), (conflict.GetProperty("severity").GetString(), conflict.GetProperty("count").GetInt32(), conflict.GetProperty("total").GetInt32()));
        Assert.EndsWith("train.csv, line 42", conflict.GetProperty("examples")[0].GetProperty("row").GetString());
        Assert.NotEmpty(conflict.GetProperty("remedy").GetString()!);
        Assert.Equal(1, Finding(data, "duplicates-across-parts").GetProperty("count").GetInt32());
        Assert.Equal(1, Finding(data, "mojibake").GetProperty("count").GetInt32());
        Assert.True(data.GetProperty("forecast").GetProperty("seconds").GetDouble() > 0);

        CommandResult shown = GraftCommand.Run(folder.Path, "inspect", "data", "--model", bench.TextModel).Succeeded();
        Assert.Contains("[conflicting-labels]", shown.Output, StringComparison.Ordinal);
        Assert.Contains("is expected to take", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Strict_ends_inspect_and_train_with_their_own_exit_code_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        WritePlanted(folder);
        string[] before = folder.Content;
        CommandResult inspected = GraftCommand.Run(folder.Path, "inspect", "data", "--model", bench.TextModel, "--strict").FailedWith(Strict, "conflicting-labels", "--strict");
        Assert.Contains("[mojibake]", inspected.Output, StringComparison.Ordinal);
        CommandResult trained = GraftCommand.Run(folder.Path, "train", "data", "--model", bench.TextModel, "--strict", "--json").FailedWith(Strict, "duplicates-across-parts");
        Assert.Equal("error", trained.Json[^1].GetProperty("event").GetString());
        Assert.Equal(before, folder.Content);
    }

    [Fact]
    public void Clean_data_passes_under_strict()
    {
        using var folder = new TemporaryFolder();
        string[] subjects = ["camera", "phone", "battery", "screen", "box", "cable", "lens", "menu", "price", "sound"];
        folder.Write("clean.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"the {subjects[i % 10]} {subjects[i / 4]} is {(i % 2 == 0 ? "good" : "bad")},{(i % 2 == 0 ? "good" : "bad")}\n")));
        GraftCommand.Run(folder.Path, "inspect", "clean.csv", "--strict").Succeeded();
    }

    [Fact]
    public void Train_tells_findings_before_the_first_step_a_line_each_and_the_report_keeps_them()
    {
        using var folder = new TemporaryFolder();
        WritePlanted(folder);
        CommandResult run = GraftCommand.Run(folder.Path, "train", "data", "--model", bench.TextModel, "--max-steps", "1", "--output", "run", "--json").Succeeded();
        string[] events = [.. run.Json.Select(line => line.GetProperty("event").GetString()!)];
        Assert.True(Array.IndexOf(events, "finding") is > 0 and var first && first < Array.IndexOf(events, "step"), string.Join(' ', events));
        Assert.Contains("conflicting-labels", run.Events("finding").Select(finding => finding.GetProperty("code").GetString()));
        Assert.Contains("Decide which label is right", File.ReadAllText(folder.At("run/report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_stands_alone_and_shows_findings_and_rows_of_each_class()
    {
        using var folder = new TemporaryFolder();
        SampleData.WritePictures(folder.At("data"), each: 12);
        folder.Write("data/red/copy.png", SampleData.Picture(isRed: false, 3));
        folder.Write("data/red/broken.png", SampleData.Picture(isRed: true, 900)[..70]);
        CommandResult shown = GraftCommand.Run(folder.Path, "inspect", "data", "--model", bench.ImageModel, "--html", "pages/data.html").Succeeded();
        Assert.Contains("Page: pages/data.html", shown.Output, StringComparison.Ordinal);
        string page = File.ReadAllText(folder.At("pages/data.html"));
        foreach (string part in new[] { "conflicting-labels", "broken-images", "copy.png", "<h3 dir=\"auto\">green", "data:image/png;base64," })
        {
            Assert.Contains(part, page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_images_that_are_left_out_are_noted_and_no_error()
    {
        using var folder = new TemporaryFolder();
        WriteBroken(folder);
        string[] inspect = ["inspect", "data", "--model", bench.ImageModel, "--json"];
        Assert.Equal("error", Finding(GraftCommand.Run(folder.Path, inspect).Succeeded().Json.Single(), "broken-images").GetProperty("severity").GetString());

        JsonElement data = GraftCommand.Run(folder.Path, [.. inspect, "--skip-bad"]).Succeeded().Json.Single();
        Assert.DoesNotContain("broken-images", data.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString()));
        Assert.Contains("1 of 25 images", data.GetProperty("notes").EnumerateArray().Single().GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_is_red_on_a_terminal()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "no program that gives a terminal");
        using var folder = new TemporaryFolder();
        WriteBroken(folder);
        var terminal = new Dictionary<string, string> { ["TERM"] = "xterm-256color", ["MODEL"] = bench.ImageModel };
        CommandResult run = GraftCommand.RunInShell(folder.Path, "unset NO_COLOR; script -qec '\"$GRAFT\" inspect data --model \"$MODEL\"' /dev/null", terminal).Succeeded();
        Assert.Matches(@"\x1b\[1;(38;5;9|91|31)mError: 1 of 25 images", run.Output);
    }

    [Fact]
    [Trait("Fault", "53")]
    public void The_sorted_slice_of_imdb_is_found_to_have_one_class()
    {
        string slice = $"{Graft.Testing.SharedFolder.Item("data", "imdb", "plain_text")}[train[:1000]]";
        using var folder = new TemporaryFolder();
        JsonElement data = GraftCommand.Run(folder.Path, "inspect", slice, "--json", "--strict").Json[0];
        JsonElement found = Finding(data, "one-class");
        Assert.Equal(("error", 1000), (found.GetProperty("severity").GetString(), found.GetProperty("count").GetInt32()));
        Assert.Contains("--shuffle", found.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        GraftCommand.Run(folder.Path, "train", slice).FailedWith(1, "sorted by label");
    }

    // 40 + 2 training rows with a conflict and a garbled text, and a test row that is a training row too.
    private static void WritePlanted(TemporaryFolder folder)
    {
        folder.Write("data/train.csv", SampleData.Reviews(40) + SampleData.Text(0) + ",bad\n" + "the battery is goodÃ© and the phone broke,bad\n");
        folder.Write("data/test.csv", SampleData.Reviews(1, from: 4));
    }

    // 24 pictures and one that is cut.
    private static void WriteBroken(TemporaryFolder folder)
    {
        SampleData.WritePictures(folder.At("data"), each: 12);
        folder.Write("data/red/broken.png", SampleData.Picture(isRed: true, 900)[..70]);
    }

    private static JsonElement Finding(JsonElement data, string code) =>
        data.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("code").GetString() == code);
}
