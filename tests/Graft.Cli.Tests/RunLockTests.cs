using System.Diagnostics;
using System.Text.Json;

namespace Graft.Cli.Tests;

/// <summary>One process at a time trains in a folder.</summary>
public sealed class RunLockTests(Workbench bench)
{
    [Fact]
    [Trait("Fault", "19")]
    public void While_a_process_trains_in_a_folder_no_other_one_does_and_when_it_is_killed_the_next_one_may()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX signals");
        using var folder = new TemporaryFolder();
        string[] train = ["train", bench.Reviews, "--model", bench.TextModel, "--output", "run", "--max-steps", "60", "--save-steps", "5", "--json"];
        Process first = GraftCommand.Start(folder.Path, train);
        string[] held;
        try
        {
            while (first.StandardOutput.ReadLine() is { } line && !line.Contains("\"event\":\"checkpoint\"", StringComparison.Ordinal))
            {
            }

            // It holds still in the middle of its work.
            Signal(first, "STOP");
            held = Files(folder.At("run"));
            string[] message = ["run: Another process", $"({first.Id})", "is training in this folder", $"kill {first.Id}", "--output"];
            foreach (string[] second in (string[][])[["resume", "run"], ["train", "--resume", "run"], ["train", bench.Reviews, "--output", "run"]])
            {
                GraftCommand.Run(folder.Path, second).FailedWith(1, message);
            }

            JsonElement error = GraftCommand.Run(folder.Path, "resume", "run", "--json").FailedWith(1, message).Json.Single();
            Assert.EndsWith("run", error.GetProperty("path").GetString());
            Assert.Equal(held, Files(folder.At("run")));
        }
        finally
        {
            first.Kill();
            first.WaitForExit();
            first.Dispose();
        }

        CommandResult resumed = GraftCommand.Run(folder.Path, "resume", "run", "--json").Succeeded();
        Assert.Equal("done", resumed.Json[^1].GetProperty("event").GetString());
        Assert.True(resumed.Events("plan").Single().GetProperty("first_step").GetInt32() > 0);
        Assert.DoesNotContain(Files(folder.At("run")), file => file.EndsWith(".graft-run.holder", StringComparison.Ordinal));
    }

    [Fact]
    public void Runs_that_begin_at_once_without_a_named_folder_each_get_their_own()
    {
        using var folder = new TemporaryFolder();
        string[] train = ["train", bench.Reviews, "--model", bench.TextModel, "--max-steps", "2", "--json"];
        Process[] processes = [.. Enumerable.Range(0, 3).Select(_ => GraftCommand.Start(folder.Path, train))];
        string[] folders = [.. processes.Select(process => GraftCommand.Finish(process, input: null).Succeeded().Json[^1].GetProperty("folder").GetString()!)];
        Assert.Equal(3, folders.Distinct().Count());
        Assert.All(folders, run => Assert.True(File.Exists(Path.Combine(folder.Path, run, "report.html"))));
    }

    [Fact]
    [Trait("Fault", "66")]
    public void A_run_that_goes_on_with_another_number_of_threads_says_so_in_one_line()
    {
        using var folder = new TemporaryFolder();
        GraftCommand.Run(
            folder.Path, "train", bench.Reviews, "--model", bench.TextModel, "--output", "run", "--max-steps", "6", "--save-steps", "2", "--threads", "2").Succeeded();
        foreach (bool json in (bool[])[true, false])
        {
            // The run is put back behind its second checkpoint.
            Directory.Delete(folder.At("run/checkpoint-6"), recursive: true);
            string[] resume = ["train", "--resume", "run", "--threads", "1"];
            CommandResult run = GraftCommand.Run(folder.Path, json ? [.. resume, "--json"] : resume).Succeeded();
            string[] said = json
                ? [.. run.Events("note").Where(note => note.GetProperty("is_warning").GetBoolean()).Select(note => note.GetProperty("text").GetString()!)]
                : [.. run.Lines];
            string warning = Assert.Single(said, line => line.Contains("2 threads", StringComparison.Ordinal));
            Assert.Contains("goes on with 1", warning, StringComparison.Ordinal);
            Assert.Contains("--threads 2", warning, StringComparison.Ordinal);
        }
    }

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O}").Order(StringComparer.Ordinal)];

    private static void Signal(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
