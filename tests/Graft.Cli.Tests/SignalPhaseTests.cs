using System.Diagnostics;
using System.Text.Json;

namespace Graft.Cli.Tests;

/// <summary>A signal in each phase of a training: what there is to save is saved, and the run ends as if there had been none.</summary>
public sealed class SignalPhaseTests(Workbench bench)
{
    private const int Steps = 6;

    [Theory]
    [InlineData("model", "INT", 130)]
    [InlineData("step", "TERM", 143)]
    [InlineData("evaluating", "INT", 130)]
    [InlineData("evaluating", "TERM", 143)]
    [InlineData("evaluation", "INT", 130)]
    [InlineData("checkpoint", "TERM", 143)]
    [Trait("Fault", "29")]
    public void The_run_saves_tells_its_exit_code_and_ends_bit_equal_when_resumed(string phase, string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX signals");
        using var folder = new TemporaryFolder();
        string[] arguments = ["train", bench.Reviews, "--model", bench.TextModel, "--max-steps", $"{Steps}", "--save-steps", "1", "--seed", "3", "--json", "--output"];
        GraftCommand.Run(folder.Path, [.. arguments, "whole"]).Succeeded();

        Process process = GraftCommand.Start(folder.Path, [.. arguments, "run"]);
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains($"\"event\":\"{phase}\"", StringComparison.Ordinal))
        {
        }

        Send(process, signal);
        CommandResult stopped = GraftCommand.Finish(process, input: null);

        // So short a run may be over before the signal comes: then it has ended well.
        Assert.True(stopped.ExitCode == exitCode || (stopped.ExitCode == 0 && stopped.Output.Contains("\"event\":\"done\"", StringComparison.Ordinal)), stopped.ToString());
        if (!Directory.Exists(folder.At("run")))
        {
            Assert.Equal("model", phase);
            return;
        }

        GraftCommand.Run(folder.Path, "checkpoints", "run", "--verify").Succeeded();
        Assert.Empty(Directory.GetDirectories(folder.At("run"), ".*"));
        GraftCommand.Run(folder.Path, "resume", "run").Succeeded();
        Assert.Equal(File.ReadAllBytes(folder.At("whole/model.safetensors")), File.ReadAllBytes(folder.At("run/model.safetensors")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Fault", "29")]
    public void While_data_is_read_the_first_signal_waits_for_it_and_a_second_one_stops_at_once(int signals)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a named pipe");
        using var folder = new TemporaryFolder();
        using (Process make = Process.Start("mkfifo", [folder.At("slow.csv")]))
        {
            make.WaitForExit();
        }

        Process process = GraftCommand.Start(folder.Path, ["train", "slow.csv", "--model", bench.TextModel, "--output", "run"]);

        // Opens only once the command has begun to read.
        var writer = new FileStream(folder.At("slow.csv"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var time = Stopwatch.StartNew();
        for (int i = 0; i < signals; i++)
        {
            Send(process, "INT");
            Thread.Sleep(300);
        }

        if (signals == 1)
        {
            Assert.False(process.HasExited);
            writer.Write(File.ReadAllBytes(bench.Reviews));
        }
        else
        {
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
        }

        writer.Dispose();
        CommandResult stopped = GraftCommand.Finish(process, input: null);
        Assert.True(stopped.ExitCode == 130, stopped.ToString());
        Assert.False(Directory.Exists(folder.At("run")));
    }

    private static void Send(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }
}
