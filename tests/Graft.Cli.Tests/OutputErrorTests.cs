namespace Graft.Cli.Tests;

/// <summary>Standard output that cannot be written: one line on standard error, exit code 1, and a training has saved.</summary>
public sealed class OutputErrorTests(Workbench bench)
{
    private const string Message = "graft: standard output cannot be written: ";

    [Theory]
    [InlineData("--help")]
    [InlineData("train --help")]
    [InlineData("--version")]
    [InlineData("predict \"MODEL\" good bad")]
    [InlineData("predict \"MODEL\" --json good bad")]
    [InlineData("inspect \"DATA\"")]
    [InlineData("inspect \"DATA\" --json")]
    [InlineData("evaluate \"MODEL\" nothing.csv --json")]
    public void It_is_told_in_one_line(string arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/full");
        string line = arguments.Replace("MODEL", bench.TrainedText, StringComparison.Ordinal).Replace("DATA", bench.Reviews, StringComparison.Ordinal);
        CommandResult run = GraftCommand.RunInShell(bench.Folder, $"\"$GRAFT\" {line} > /dev/full").FailedWith(1, Message);
        Assert.Single(run.Error.Split('\n'), part => part.StartsWith(Message, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--json")]
    public void A_training_that_has_told_nothing_yet_makes_no_folder(string json)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/full");
        using var folder = new TemporaryFolder();
        GraftCommand.RunInShell(folder.Path, $"\"$GRAFT\" train \"{bench.Reviews}\" --model \"{bench.TextModel}\" --output run {json} > /dev/full").FailedWith(1, Message);
        Assert.Empty(folder.Content);
    }

    [Fact]
    public void A_training_saves_the_step_and_can_go_on()
    {
        using var folder = new TemporaryFolder();
        using var small = new SmallDisk(folder.At("disk"), "16k");
        CommandResult run = GraftCommand.RunInShell(
            folder.Path, $"\"$GRAFT\" train \"{bench.Reviews}\" --model \"{bench.TextModel}\" --output run --max-steps 2000 --save-steps 3000 --json > disk/told.jsonl");
        run.FailedWith(1, Message, "saved in run/checkpoint-", "graft resume run");
        Assert.Single(Directory.GetDirectories(folder.At("run"), "checkpoint-*"));
        GraftCommand.Run(folder.Path, "checkpoints", "run", "--verify").Succeeded();
    }

    [Fact]
    public void A_reader_that_has_seen_enough_ends_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");
        CommandResult run = GraftCommand.RunInShell(bench.Folder, "\"$GRAFT\" train --help | head -n 1");
        Assert.Empty(run.Error);
    }
}
