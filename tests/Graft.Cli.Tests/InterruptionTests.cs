using System.Diagnostics;
using System.Text.Json;

namespace Graft.Cli.Tests;

public sealed class InterruptionTests(Workbench bench)
{
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [Trait("Fault", "29")]
    public void A_signal_ends_training_after_a_checkpoint_and_the_run_can_go_on(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX signals");
        using var folder = new TemporaryFolder();
        const int Steps = 400;
        Process process = GraftCommand.Start(folder.Path,
            ["train", bench.Reviews, "--model", bench.TextModel, "--output", "run", "--max-steps", $"{Steps}", "--save-steps", "1000", "--json"]);
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("\"event\":\"step\"", StringComparison.Ordinal))
        {
        }

        using (Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        CommandResult stopped = GraftCommand.Finish(process, input: null);
        stopped.FailedWith(exitCode, "stopping after this step and saving");
        JsonElement interrupted = stopped.Events("interrupted").Single();
        int step = interrupted.GetProperty("step").GetInt32();
        Assert.InRange(step, 1, Steps - 1);
        Assert.Equal("graft resume run", interrupted.GetProperty("resume_command").GetString());
        string[] left = [.. Directory.EnumerateFileSystemEntries(folder.At("run")).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
        Assert.Equal([".graft-run.lock", $"checkpoint-{step}", "graft_run.json"], left);

        GraftCommand.Run(folder.Path, "train", "other.csv", "--resume", "run").FailedWith(1, "started with other data");
        CommandResult resumed = (signal == "INT"
            ? GraftCommand.Run(folder.Path, "resume", "run", "--json")
            : GraftCommand.Run(bench.Folder, "train", bench.Reviews, "--resume", folder.At("run"), "--json")).Succeeded();
        Assert.Equal(step, resumed.Events("plan").Single().GetProperty("first_step").GetInt32());
        Assert.Equal(step + 1, resumed.Events("step")[0].GetProperty("step").GetInt32());
        Assert.Equal(Steps, resumed.Events("step")[^1].GetProperty("step").GetInt32());
        Assert.Equal("done", resumed.Json[^1].GetProperty("event").GetString());
        Assert.True(File.Exists(folder.At("run/report.html")));
    }

    [Theory]
    [InlineData("INT", 130, "predict", "MODEL", "-")]
    [InlineData("TERM", 143, "predict", "MODEL", "-")]
    [InlineData("INT", 130, "bench", "step", "--model", "bert-base", "--repeats", "1000")]
    [InlineData("INT", 130, "doctor")]
    public void A_signal_ends_what_waits_or_measures(string signal, int exitCode, params string[] command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX signals");
        using var folder = new TemporaryFolder();
        Process process = GraftCommand.Start(folder.Path, [.. command.Select(word => word == "MODEL" ? bench.TrainedText : word)]);

        // Standard input stays open: whoever waits for it would wait for ever.
        Thread.Sleep(2000);
        using (Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "it goes on");
        Assert.Equal(exitCode, GraftCommand.Finish(process, input: null).ExitCode);
    }

    [Fact]
    public void A_folder_that_is_no_run_cannot_be_resumed()
    {
        using var folder = new TemporaryFolder();
        GraftCommand.Run(folder.Path, "resume", "nothing").FailedWith(1, "nothing", "not that of a run");
    }
}
