using Graft.Cli.Output;
using Graft.Jobs.Events;

namespace Graft.Cli.Tests;

public sealed class ProgressTests(Workbench bench)
{
    private const string Erase = "\r\u001b[K";

    private readonly StringWriter _terminal = new();
    private readonly HandClock _clock = new();

    [Fact]
    public void A_line_says_how_far_it_is_and_how_long_it_will_take()
    {
        using var line = new ProgressLine(_terminal, _clock);
        Assert.Equal("", After(TimeSpan.FromSeconds(1)));

        line.Take(new PredictionRunning(0, 3000));
        Assert.Equal($"{Erase}predicting: 0 of 3,000, 0%", After(TimeSpan.FromSeconds(1)));
        line.Take(new PredictionRunning(1000, 3000));
        Assert.Equal($"{Erase}predicting: 1,000 of 3,000, 33%, 40 s left", After(TimeSpan.FromSeconds(19)));
        Assert.Equal($"{Erase}predicting: 1,000 of 3,000, 33%, 42 s left", After(TimeSpan.FromSeconds(1)));
        line.Take(new PredictionRunning(1500, null));
        Assert.Equal($"{Erase}predicting: 1,500 done, 30 s", After(TimeSpan.FromSeconds(9)));
    }

    [Fact]
    public void Another_step_is_measured_anew()
    {
        using var line = new ProgressLine(_terminal, _clock);
        line.Take(new Preparing("reading data"));
        Assert.Equal($"{Erase}reading data, 12 s", After(TimeSpan.FromSeconds(12)));
        line.Take(new Preparing("checking 3,000 rows", 0, 3000));
        Assert.Equal($"{Erase}checking 3,000 rows, 0%", After(TimeSpan.FromSeconds(1)));
        line.Take(new Preparing("checking 3,000 rows", 600, 3000));
        Assert.Equal($"{Erase}checking 3,000 rows, 20%, 8.0 s left", After(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void It_leaves_nothing_behind_and_gives_way_to_results()
    {
        using (var line = new ProgressLine(_terminal, _clock))
        {
            line.Clear();
            line.Take(new PredictionRunning(1, 2));
            Assert.NotEqual("", After(TimeSpan.FromSeconds(1)));
            line.Clear();
            Assert.EndsWith(Erase, _terminal.ToString());
            Assert.Equal("", After(TimeSpan.FromSeconds(1)));
            line.Take(new PredictionRunning(2, 2));
            Assert.NotEqual("", After(TimeSpan.FromSeconds(1)));
        }

        Assert.EndsWith(Erase, _terminal.ToString());
        Assert.Equal("", After(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void What_is_short_shows_none()
    {
        using (var line = new ProgressLine(_terminal, _clock))
        {
            line.Take(new PredictionRunning(1, 2));
        }

        Assert.Equal("", _terminal.ToString());
    }

    [Fact]
    public void A_terminal_shows_what_is_done_before_a_training_begins()
    {
        string output = OnTerminal("train", bench.Reviews, "--model", bench.TextModel, "--epochs", "1", "--output", "shown");
        int reading = output.IndexOf("reading data", StringComparison.Ordinal), checking = output.IndexOf("checking 120 rows", StringComparison.Ordinal);
        Assert.True(reading >= 0 && checking > reading && output.IndexOf("comparing 120 rows", StringComparison.Ordinal) > checking, output);
    }

    [Fact]
    public void Only_a_terminal_is_shown_progress()
    {
        using var folder = new TemporaryFolder();
        folder.Write("reviews.csv", SampleData.Reviews(300));
        Assert.Empty(GraftCommand.Run(folder.Path, "predict", bench.TrainedText, "reviews.csv", "--output", "out.csv").Succeeded().Error);
        Assert.Empty(GraftCommand.Run(folder.Path, "inspect", "reviews.csv", "--model", bench.TextModel).Succeeded().Error);
        string[] events = [.. GraftCommand.Run(folder.Path, "train", "reviews.csv", "--model", bench.TextModel, "--epochs", "1", "--output", "run", "--json").Succeeded()
            .Json.Select(line => line.GetProperty("event").GetString()!)];
        Assert.DoesNotContain("preparing", events);
        Assert.Equal("data", events[0]);
    }

    private string After(TimeSpan time)
    {
        _terminal.GetStringBuilder().Clear();
        _clock.Pass(time);
        return _terminal.ToString();
    }

    // A terminal is what "script" makes.
    private string OnTerminal(params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "needs script(1)");
        using var folder = new TemporaryFolder();
        string line = string.Join(' ', arguments.Select(argument => $"'{argument}'"));
        return GraftCommand.RunInShell(folder.Path, $"script -qec \"$GRAFT {line}\" /dev/null", new Dictionary<string, string> { ["TERM"] = "xterm", ["COLUMNS"] = "160" }).Succeeded().Output;
    }
}
