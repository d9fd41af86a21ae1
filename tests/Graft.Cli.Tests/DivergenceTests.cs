namespace Graft.Cli.Tests;

/// <summary>Trainings at a rate at which weights grow beyond all numbers.</summary>
public sealed class DivergenceTests(Workbench bench)
{
    private static readonly string[] Message = ["The training has diverged", "run", "lower learning rate", "saved in the folder", "checkpoint-2"];

    [Theory]
    [InlineData("0.1")]
    [InlineData("0")]
    public void They_are_told_with_what_is_saved_and_have_no_report_and_a_resumed_run_says_the_same(string validationFraction)
    {
        using var folder = new TemporaryFolder();
        CommandResult run = Train(folder, "--validation-fraction", validationFraction);
        run.FailedWith(1, [.. Message, "scores for", "no numbers"]);
        Assert.False(File.Exists(folder.At("run/report.html")));
        Assert.True(File.Exists(folder.At("run/model.safetensors")));
        GraftCommand.Run(folder.Path, "resume", "run").FailedWith(1, Message);
        GraftCommand.Run(folder.Path, "evaluate", "run", bench.Reviews).FailedWith(1, "The training has diverged", "lower learning rate");
    }

    [Fact]
    public void Without_a_test_part_the_validation_tells()
    {
        using var folder = new TemporaryFolder();
        Train(folder, "--test-fraction", "0").FailedWith(1, [.. Message, "validation part"]);
    }

    private CommandResult Train(TemporaryFolder folder, params string[] more) => GraftCommand.Run(
        folder.Path, ["train", bench.Reviews, "--model", bench.TextModel, "--output", "run", "--max-steps", "2", "--learning-rate", "1e37", "--warmup", "0", "--schedule", "constant", .. more]);
}
