using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Graft.Cli.Tests;

/// <summary>A signal in each phase of a training: what there is to save is saved, and the run ends as if there had been none.</summary>
public sealed class SignalPhaseTests(SignalBench bench) : IClassFixture<SignalBench>
{
    // A phase may be over before the signal is heard, on a busy machine: then it is tried again.
    private const int Attempts = 6;

    [Theory]
    [InlineData(SignalPhase.Preflight, PosixSignal.SIGTERM)]
    [InlineData(SignalPhase.Training, PosixSignal.SIGINT)]
    [InlineData(SignalPhase.Evaluating, PosixSignal.SIGINT)]
    [InlineData(SignalPhase.Evaluating, PosixSignal.SIGTERM)]
    [InlineData(SignalPhase.Saving, PosixSignal.SIGINT)]
    [InlineData(SignalPhase.Saving, PosixSignal.SIGTERM)]
    [InlineData(SignalPhase.Testing, PosixSignal.SIGINT)]
    [InlineData(SignalPhase.Testing, PosixSignal.SIGTERM)]
    [InlineData(SignalPhase.Reporting, PosixSignal.SIGTERM)]
    [Trait("Fault", "29")]
    public void The_run_saves_tells_its_exit_code_and_ends_bit_equal_when_resumed(SignalPhase phase, PosixSignal signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX signals");
        CommandResult stopped = Hit(phase, run => run.Send(signal));

        Assert.Contains("graft: stopping after this step and saving", stopped.Error, StringComparison.Ordinal);
        if (phase == SignalPhase.Reporting)
        {
            // There is nothing left that could be put off.
            Assert.Equal(0, stopped.ExitCode);
            Assert.Equal("done", stopped.Json[^1].GetProperty("event").GetString());
            CheckEnd(stopped.Json, stopped);
            return;
        }

        Assert.True(stopped.ExitCode == (signal == PosixSignal.SIGINT ? 130 : 143), stopped.ToString());
        if (phase == SignalPhase.Preflight)
        {
            Assert.Contains("graft: stopped.", stopped.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(bench.At("run")));
            return;
        }

        JsonElement interrupted = stopped.Json[^1];
        Assert.Equal("interrupted", interrupted.GetProperty("event").GetString());
        int step = interrupted.GetProperty("step").GetInt32();
        Assert.Equal($"run/checkpoint-{step}", interrupted.GetProperty("checkpoint").GetString());
        if (phase is SignalPhase.Evaluating or SignalPhase.Testing)
        {
            Assert.Equal(phase == SignalPhase.Testing ? SignalBench.Steps : SignalBench.Steps / 2, step);
        }

        Assert.False(File.Exists(bench.At("run/report.html")));
        AssertNothingHalfDone();
        JsonElement newest = GraftCommand.Run(bench.Folder, "checkpoints", "run", "--verify", "--json").Succeeded().Json[^1];
        Assert.Equal((step, true), (newest.GetProperty("step").GetInt32(), newest.GetProperty("is_newest").GetBoolean()));

        CommandResult resumed = GraftCommand.Run(bench.Folder, "resume", "run", "--json").Succeeded();
        Assert.Equal(step, resumed.Events("plan").Single().GetProperty("first_step").GetInt32());
        CheckEnd([.. stopped.Json, .. resumed.Json], resumed);
    }

    [Theory]
    [InlineData(SignalPhase.Training)]
    [InlineData(SignalPhase.Evaluating)]
    [InlineData(SignalPhase.Saving)]
    [InlineData(SignalPhase.Testing)]
    [Trait("Fault", "29")]
    public void A_second_signal_stops_at_once_and_nothing_that_was_whole_is_lost(SignalPhase phase)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX signals");

        // Both wait for the frozen process, so that nothing can be done between them.
        CommandResult stopped = Hit(phase, run =>
        {
            run.Send(PosixSignal.SIGINT);
            run.Send(PosixSignal.SIGTERM);
        });

        Assert.True(stopped.ExitCode is 130 or 143, stopped.ToString());
        Assert.Empty(stopped.Events("interrupted"));
        Assert.DoesNotContain("graft: a defect", stopped.Error, StringComparison.Ordinal);
        JsonElement[] checkpoints = GraftCommand.Run(bench.Folder, "checkpoints", "run", "--verify", "--json").Succeeded().Json;
        Assert.Equal(phase switch { SignalPhase.Testing => SignalBench.Steps, _ => checkpoints.Length == 0 ? 0 : SignalBench.Steps / 2 },
            checkpoints.Length == 0 ? 0 : checkpoints[^1].GetProperty("step").GetInt32());

        CommandResult resumed = GraftCommand.Run(bench.Folder, "resume", "run", "--json").Succeeded();
        CheckEnd(null, resumed);
    }

    [Theory]
    [InlineData("data", 1)]
    [InlineData("data", 2)]
    [InlineData("model", 1)]
    [InlineData("model", 2)]
    [Trait("Fault", "29")]
    public void While_data_or_model_is_read_the_first_signal_waits_for_it_and_a_second_one_stops_at_once(string what, int signals)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a named pipe");
        using var folder = new TemporaryFolder();
        Array.ForEach(Directory.GetFiles(bench.Model), file => folder.Write($"model/{Path.GetFileName(file)}", File.ReadAllBytes(file)));
        byte[] content = folder.Write("train.csv", File.ReadAllBytes(bench.At("train.csv"))) is var data && what == "data" ? File.ReadAllBytes(data) : File.ReadAllBytes(folder.At("model/config.json"));
        string slow = what == "data" ? data : folder.At("model/config.json");
        File.Delete(slow);
        NamedPipe.Make(slow);
        using var run = new SignalledRun(folder.Path, "train", "train.csv", "--model", "model", "--json", "--output", "run");
        using FileStream writer = NamedPipe.WaitForReader(slow, () => run.HasEnded);
        run.Send(PosixSignal.SIGINT);
        if (signals == 1)
        {
            Assert.False(run.HasEndedWithin(TimeSpan.FromMilliseconds(300)));
            writer.Write(content);
        }
        else
        {
            Assert.True(run.WaitForError("graft: stopping after this step"));
            run.Send(PosixSignal.SIGINT);
            Assert.True(run.HasEndedWithin(TimeSpan.FromSeconds(30)));
        }

        writer.Close();
        CommandResult stopped = run.Finish();
        Assert.True(stopped.ExitCode == 130, stopped.ToString());
        Assert.Equal(signals == 1, stopped.Error.Contains("graft: stopped.", StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.At("run")));
    }

    // A run in the folder "run" that was met in the phase, as it ended.
    private CommandResult Hit(SignalPhase phase, Action<SignalledRun> send)
    {
        _ = bench.Whole;
        string last = "";
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (Directory.Exists(bench.At("run")))
            {
                Directory.Delete(bench.At("run"), recursive: true);
            }

            using var run = new SignalledRun(bench.Folder, [.. bench.Arguments, "run"]);
            if (!IsMet(run, phase))
            {
                continue;
            }

            send(run);
            run.Thaw();
            CommandResult stopped = run.Finish();
            last = stopped.ToString();
            bool isFolderRight = Directory.Exists(bench.At("run")) != (phase == SignalPhase.Preflight);
            if (isFolderRight && (stopped.ExitCode != 0 || phase == SignalPhase.Reporting))
            {
                return stopped;
            }
        }

        Assert.Fail($"{phase} was not met in {Attempts} runs. {last}");
        throw new UnreachableException();
    }

    // Freezes the run; true if that was in the phase.
    private bool IsMet(SignalledRun run, SignalPhase phase)
    {
        const int Middle = SignalBench.Steps / 2;
        switch (phase)
        {
            case SignalPhase.Preflight:
                return run.WaitFor(Is("data")) && run.Freeze().ValueKind == JsonValueKind.Object && !Directory.Exists(bench.At("run"));
            case SignalPhase.Training:
                return run.WaitFor(Is("step")) && Is("step")(run.Freeze());
            case SignalPhase.Evaluating:
                return run.WaitFor(Is("evaluating")) && HasRowsLeft(run.Freeze());
            case SignalPhase.Saving:
                string partial = bench.At($"run/.checkpoint-{Middle}.partial");
                return run.WaitFor(Is("evaluation")) && run.WaitUntil(() => Directory.Exists(partial)) && Is("evaluation")(run.Freeze()) && Directory.Exists(partial);
            case SignalPhase.Testing:
                return run.WaitFor(IsLastCheckpoint) && run.WaitFor(Is("evaluating")) && HasRowsLeft(run.Freeze());
            case SignalPhase.Reporting:
                return run.WaitFor(IsLastCheckpoint) && run.WaitFor(happened => Is("evaluating")(happened) && RowsLeft(happened) == 0) && Is("evaluating")(run.Freeze());
            default:
                throw new UnreachableException();
        }

        // So many that there is time to hear the signal.
        static bool HasRowsLeft(JsonElement happened) => Is("evaluating")(happened) && RowsLeft(happened) > happened.GetProperty("total").GetInt32() / 4;

        static int RowsLeft(JsonElement happened) => happened.GetProperty("total").GetInt32() - happened.GetProperty("done").GetInt32();
    }

    private static Func<JsonElement, bool> Is(string name) => happened => happened.GetProperty("event").GetString() == name;

    private static bool IsLastCheckpoint(JsonElement happened) =>
        Is("checkpoint")(happened) && happened.GetProperty("folder").GetString()!.EndsWith($"checkpoint-{SignalBench.Steps}", StringComparison.Ordinal);

    private void CheckEnd(JsonElement[]? told, CommandResult end)
    {
        string checkpoint = $"checkpoint-{SignalBench.Steps}";
        foreach (string file in (string[])["model.safetensors", $"{checkpoint}/model.safetensors", $"{checkpoint}/optimizer.safetensors"])
        {
            Assert.True(File.ReadAllBytes(bench.At($"whole/{file}")).AsSpan().SequenceEqual(File.ReadAllBytes(bench.At($"run/{file}"))), $"{file} differs from that of the uninterrupted run");
        }

        Assert.Equal(Test(bench.Whole), Test(end));
        Assert.True(File.Exists(bench.At("run/report.html")));
        AssertNothingHalfDone();
        if (told is not null)
        {
            Assert.Equal(Evaluations(bench.Whole.Json), Evaluations(told));
            Assert.Equal(Enumerable.Range(1, SignalBench.Steps), told.Where(Is("step")).Select(happened => happened.GetProperty("step").GetInt32()));
        }

        static string Test(CommandResult done) => done.Events("done").Single().GetProperty("test").GetRawText();

        static IEnumerable<string> Evaluations(JsonElement[] told) =>
            told.Where(Is("evaluation")).Select(happened => $"{happened.GetProperty("step").GetInt32()}: {happened.GetProperty("metrics").GetRawText()}");
    }

    // The lock stays, empty: to remove it would let two processes hold locks on two files of one name.
    private void AssertNothingHalfDone() => Assert.DoesNotContain(
        Directory.GetFileSystemEntries(bench.At("run"), "*", SearchOption.AllDirectories).Where(entry => Path.GetFileName(entry) != ".graft-run.lock"),
        entry => Path.GetFileName(entry).StartsWith('.') || entry.EndsWith(".tmp", StringComparison.Ordinal));
}
