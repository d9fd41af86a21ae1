using Graft.Tensors;

namespace Graft.Cli.Tests;

public sealed class UsageTests(Workbench bench)
{
    [Theory]
    [InlineData("'trian' is not known here. Did you mean train?", "trian", "x")]
    [InlineData("DATA is missing", "train")]
    [InlineData("'--epoch'", "train", "x.csv", "--epoch", "3")]
    [InlineData("'--hel' is not an option", "predict", "--hel")]
    [InlineData("'0' is not a whole number from 1: --batch-size", "train", "x.csv", "--batch-size", "0")]
    [InlineData("'0,5' is not a number above 0: --learning-rate", "train", "x.csv", "--learning-rate", "0,5")]
    [InlineData("'big' is not one of small-data, reference: --recipe", "train", "x.csv", "--recipe", "big")]
    [InlineData("'gpu' is not one of auto, cpu, cuda: --device", "train", "x.csv", "--device", "gpu")]
    [InlineData("'gpu' is not one of auto, cpu, cuda: --device", "resume", "run", "--device", "gpu")]
    [InlineData("'gpu' is not one of auto, cpu, cuda: --device", "predict", "run", "a text", "--device", "gpu")]
    [InlineData("'gpu' is not one of auto, cpu, cuda: --device", "evaluate", "run", "x.csv", "--device", "gpu")]
    [InlineData("exclude each other", "train", "x.csv", "--header", "--no-header")]
    [InlineData("together below 1", "train", "x.csv", "--validation-fraction", "0.6", "--test-fraction", "0.6")]
    [InlineData("leave --model out", "train", "--resume", "run", "--model", "m", "--json")]
    [InlineData("--allow-changes is for --resume", "train", "x.csv", "--allow-changes")]
    public void A_wrong_command_line_ends_with_2_and_says_why(string message, params string[] arguments)
    {
        CommandResult run = GraftCommand.Run(bench.Folder, arguments).FailedWith(2, message);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void A_device_that_is_not_there_is_told_before_data_is_read()
    {
        Assert.SkipWhen(CudaDevice.IsThere(), "it is there");
        GraftCommand.Run(bench.Folder, "train", "x.csv", "--device", "cuda").FailedWith(1, "libtorch-cuda-12.8");
        GraftCommand.Run(bench.Folder, "evaluate", bench.TrainedText, "x.csv", "--device", "cuda").FailedWith(1, "libtorch-cuda-12.8");
        GraftCommand.Run(bench.Folder, "predict", bench.TrainedText, "a text", "--device", "cuda").FailedWith(1, "libtorch-cuda-12.8");
        GraftCommand.Run(bench.Folder, "predict", bench.TrainedText, "a text", "--device", "cuda", "--dtype", "int8").FailedWith(1, "int8");
    }

    [Fact]
    public void A_bare_command_shows_help_and_ends_with_2()
    {
        CommandResult run = GraftCommand.Run(bench.Folder);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("graft train samples/reviews", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "--learning-rate")]
    [InlineData("train", "--lower-batch-size")]
    [InlineData("resume", "FOLDER")]
    [InlineData("checkpoints", "--verify")]
    [InlineData("predict", "--top-k")]
    [InlineData("evaluate", "--json")]
    [InlineData("inspect", "--model <folder|name>")]
    [InlineData("download", "JSON Lines")]
    [InlineData("export", "--output")]
    [InlineData("doctor", "--json")]
    public void Each_verb_has_help_with_examples(string verb, string part)
    {
        CommandResult run = GraftCommand.Run(bench.Folder, verb, "--help").Succeeded();
        Assert.Contains(part, run.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", run.Output, StringComparison.Ordinal);
        Assert.Contains($"  graft {verb}", run.Output, StringComparison.Ordinal);
        Assert.Contains($"Usage:\n  graft {verb}", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_tells_the_exit_codes() =>
        Assert.Contains("Exit codes: 0 done", GraftCommand.Run(bench.Folder, "--help").Succeeded().Output, StringComparison.Ordinal);

    [Fact]
    public void The_version_is_told() => Assert.Matches(@"^graft \d+\.\d+\.\d+\s*$", GraftCommand.Run(bench.Folder, "--version").Succeeded().Output);

    [Fact]
    public void A_text_that_begins_like_an_option_goes_behind_a_lone_dash_pair() =>
        Assert.Single(GraftCommand.Run(bench.Folder, "predict", bench.TrainedText, "--json", "--", "--good").Succeeded().Lines);
}
