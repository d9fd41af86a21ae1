using System.Diagnostics;
using System.Runtime.InteropServices;
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
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void A_signal_ends_a_prediction_that_waits_for_more_texts(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX signals");

        // Enough texts for some answers; then standard input stays open, and would be waited for for ever.
        Process process = GraftCommand.Start(bench.Folder, ["predict", bench.TrainedText, "-", "--json", "--batch-size", "1"]);
        process.StandardInput.Write(string.Concat(Enumerable.Repeat("very good\n", 100)));
        process.StandardInput.Flush();
        Assert.StartsWith("[{\"label\"", process.StandardOutput.ReadLine(), StringComparison.Ordinal);
        CommandResult stopped = Stop(process, signal);
        Assert.True(stopped.ExitCode == exitCode, stopped.ToString());
        Assert.Equal("graft: stopping.\ngraft: stopped.\n", stopped.Error);
    }

    [Theory]
    [InlineData("INT", 130, true, "predict", "MODEL", "-")]
    [InlineData("INT", 130, true, "bench", "step", "--model", "minilm", "--length", "16", "--repeats", "1000000")]
    [InlineData("INT", 130, false, "doctor")]
    public void A_signal_ends_what_loads_or_measures(string signal, int exitCode, bool hasNotice, params string[] command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        using var folder = new TemporaryFolder();
        Process process = GraftCommand.Start(folder.Path, [.. command.Select(word => word == "MODEL" ? bench.TrainedText : word)]);

        // libtorch is loaded after signals are listened to, and before anything is answered or measured.
        while (!HasLoadedTorch(process))
        {
            Assert.False(process.HasExited, "it ended before the signal");
            Thread.Sleep(1);
        }

        CommandResult stopped = Stop(process, signal);
        Assert.True(stopped.ExitCode == exitCode, stopped.ToString());
        Assert.Equal(hasNotice ? ["graft: stopping.", "graft: stopped."] : [], stopped.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(stopped.Output);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public void A_signal_ends_inspect_once_the_data_is_read(PosixSignal signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a named pipe");
        using var folder = new TemporaryFolder();
        string data = NamedPipe.Make(folder.At("data.csv"));
        using var run = new SignalledRun(folder.Path, "inspect", "data.csv", "--model", bench.TextModel, "--json");
        using FileStream writer = NamedPipe.WaitForReader(data, () => run.HasEnded);
        run.Send(signal);
        Assert.True(run.WaitForError("graft: stopping."));
        writer.Write(File.ReadAllBytes(bench.Reviews));
        writer.Close();

        CommandResult stopped = run.Finish();
        Assert.True(stopped.ExitCode == exitCode, stopped.ToString());
        Assert.Equal("graft: stopping.\ngraft: stopped.", stopped.Error);
        Assert.Empty(stopped.Output);
    }

    [Fact]
    public void A_folder_that_is_no_run_cannot_be_resumed()
    {
        using var folder = new TemporaryFolder();
        GraftCommand.Run(folder.Path, "resume", "nothing").FailedWith(1, "nothing", "not that of a run");
    }

    // Waits for its end with standard input open.
    private static CommandResult Stop(Process process, string signal)
    {
        using (Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "it goes on");
        return GraftCommand.Finish(process, input: null);
    }

    private static bool HasLoadedTorch(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/maps").Contains("libtorch", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;   // it has ended
        }
    }
}
