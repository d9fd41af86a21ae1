namespace Graft.Cli.Tests;

/// <summary>A training on a disk of its own that becomes full. Needs Linux and the right to mount.</summary>
public sealed class DiskFullTests(Workbench bench)
{
    [Fact]
    [Trait("Fault", "20")]
    public void The_checkpoint_before_stays_whole_nothing_is_left_behind_and_the_error_says_how_much_was_missing()
    {
        using var folder = new TemporaryFolder();
        string disk = folder.At("disk");
        using var small = new SmallDisk(disk, "1m");
        // A checkpoint of this model takes about 90 KB: several fit on 1 MB, all of them do not.
        CommandResult run = GraftCommand.Run(folder.Path, "train", bench.Reviews, "--model", bench.TextModel, "--output", "disk/run", "--max-steps", "40", "--save-steps", "1",
            "--checkpoint-limit", "99");

        run.FailedWith(1, "The disk is full", "bytes more are needed", "Free some space");
        Assert.Empty(Directory.GetDirectories(Path.Combine(disk, "run"), ".*"));
        Assert.Empty(Directory.GetFiles(disk, "*.tmp", SearchOption.AllDirectories));
        Assert.NotEmpty(Directory.GetDirectories(Path.Combine(disk, "run"), "checkpoint-*"));
        GraftCommand.Run(folder.Path, "checkpoints", "disk/run", "--verify").Succeeded();

        GraftCommand.Run(folder.Path, "checkpoints", "disk/run", "--prune").Succeeded();
        GraftCommand.Run(folder.Path, "train", "--resume", "disk/run", "--checkpoint-limit", "1").Succeeded();
    }
}
