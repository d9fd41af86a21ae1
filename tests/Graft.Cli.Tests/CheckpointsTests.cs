using System.Text.Json;

namespace Graft.Cli.Tests;

public sealed class CheckpointsTests(Workbench bench)
{
    private const int Steps = 8;

    [Fact]
    [Trait("Fault", "21")]
    public void They_are_listed_verified_and_pruned_and_a_damaged_one_is_passed_over_by_resume()
    {
        using var folder = new TemporaryFolder();
        Train(folder, "whole");
        Train(folder, "run");
        Assert.Equal([2, 4, 6, 8], List(folder, 0).Select(line => line.GetProperty("step").GetInt32()));
        JsonElement newest = List(folder, 0, "--verify")[^1];
        Assert.Equal("verified", newest.GetProperty("state").GetString());
        Assert.True(newest.GetProperty("is_newest").GetBoolean());

        string weights = folder.At("run/checkpoint-8/model.safetensors");
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..^1]);
        CommandResult shown = GraftCommand.Run(folder.Path, "checkpoints", "run");
        Assert.Equal(1, shown.ExitCode);
        Assert.Contains("checkpoint-8  ", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Warning: checkpoint-8: model.safetensors has", shown.Output, StringComparison.Ordinal);
        Assert.Equal("damaged", List(folder, 1)[^1].GetProperty("state").GetString());

        CommandResult resumed = GraftCommand.Run(folder.Path, "resume", "run", "--json").Succeeded();
        Assert.Contains(resumed.Events("note"), note => note.GetProperty("is_warning").GetBoolean() && note.GetProperty("text").GetString()!.Contains("checkpoint-8 is damaged", StringComparison.Ordinal));
        Assert.Equal(6, resumed.Events("plan").Single().GetProperty("first_step").GetInt32());
        Assert.Equal(File.ReadAllBytes(folder.At("whole/checkpoint-8/model.safetensors")), File.ReadAllBytes(weights));

        JsonElement[] pruned = List(folder, 0, "--prune", "--keep", "1");
        Assert.All(pruned, line => Assert.Equal(!(line.GetProperty("is_newest").GetBoolean() || line.GetProperty("is_best").GetBoolean()), line.GetProperty("is_removed").GetBoolean()));
        Assert.Equal(pruned.Count(line => !line.GetProperty("is_removed").GetBoolean()), Directory.GetDirectories(folder.At("run"), "checkpoint-*").Length);
    }

    [Fact]
    [Trait("Fault", "30")]
    public void Other_settings_are_named_one_by_one_and_refused_unless_they_are_allowed()
    {
        using var folder = new TemporaryFolder();
        Train(folder, "run");
        Directory.Delete(folder.At("run/checkpoint-8"), recursive: true);
        string settings = File.ReadAllText(folder.At("run/graft_run.json"));

        GraftCommand.Run(folder.Path, "train", "--resume", "run", "--batch-size", "6", "--learning-rate", "0.02")
            .FailedWith(1, "batch size: was 4, is 6", "learning rate: was 0.01, is 0.02", "--allow-changes");
        Assert.Equal(settings, File.ReadAllText(folder.At("run/graft_run.json")));

        File.AppendAllText(folder.At("reviews.csv"), "one more,good\n");
        GraftCommand.Run(folder.Path, "resume", "run").FailedWith(1, "data: was ", "--allow-changes");

        CommandResult resumed = GraftCommand.Run(folder.Path, "train", "--resume", "run", "--learning-rate", "0.02", "--allow-changes", "--json").Succeeded();
        Assert.Contains(resumed.Events("note"), note => note.GetProperty("text").GetString()!.Contains("learning rate: was 0.01, is 0.02", StringComparison.Ordinal));
        GraftCommand.Run(folder.Path, "resume", "run").Succeeded();
    }

    [Fact]
    public void A_run_that_was_killed_before_its_first_checkpoint_begins_anew()
    {
        using var folder = new TemporaryFolder();
        Train(folder, "run");
        Array.ForEach(Directory.GetDirectories(folder.At("run")), checkpoint => Directory.Delete(checkpoint, recursive: true));

        CommandResult resumed = GraftCommand.Run(folder.Path, "resume", "run", "--json").Succeeded();
        Assert.Equal(0, resumed.Events("plan").Single().GetProperty("first_step").GetInt32());
        GraftCommand.Run(folder.Path, "checkpoints", "nothing").FailedWith(1, "no such folder");
        GraftCommand.Run(folder.Path, "checkpoints", "run", "--keep", "2").FailedWith(2, "--keep is for --prune");
    }

    private void Train(TemporaryFolder folder, string output)
    {
        if (!File.Exists(folder.At("reviews.csv")))
        {
            File.Copy(bench.Reviews, folder.At("reviews.csv"));
        }

        GraftCommand.Run(folder.Path, "train", "reviews.csv", "--model", bench.TextModel, "--output", output, "--max-steps", $"{Steps}", "--save-steps", "2",
            "--batch-size", "4", "--learning-rate", "0.01", "--checkpoint-limit", "9").Succeeded();
    }

    private static JsonElement[] List(TemporaryFolder folder, int exitCode, params string[] options)
    {
        CommandResult listed = GraftCommand.Run(folder.Path, ["checkpoints", "run", "--json", .. options]);
        Assert.True(listed.ExitCode == exitCode, listed.ToString());
        return listed.Json;
    }
}
