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
    [InlineData("'0' is not a whole number from 1: --keep", "checkpoints", "run", "--prune", "--keep", "0")]
    [InlineData("'-1' is not a whole number from 1: --keep", "checkpoints", "run", "--prune", "--keep", "-1")]
    [InlineData("--keep is for --prune", "checkpoints", "run", "--keep", "2")]
    [InlineData("--keep is for --prune", "checkpoints", "run", "--keep", "0")]
    [InlineData("'maybe'", "checkpoints", "run", "--keep", "2", "--prune=maybe")]
    [InlineData("'maybe'", "train", "x.csv", "--header=maybe")]
    [InlineData("'maybe'", "train", "x.csv", "--augment=maybe")]
    [InlineData("--delimiter", "inspect", "x.csv", "--delimiter")]
    [InlineData("--freeze", "train", "x.csv", "--freeze")]
    [InlineData("--resume", "train", "--resume")]
    [InlineData("'9999' is not a whole number from 2 to 512: --length", "bench", "step", "--length", "9999")]
    [InlineData("'--epoch' is not an option here. Did you mean --epochs?", "train", "x.csv", "--epoch", "1")]
    [InlineData("Did you mean --epochs?", "train", "x.csv", "--epoch=1")]
    [InlineData("Did you mean --learning-rate?", "train", "x.csv", "--lr", "0.1")]
    [InlineData("Did you mean --label-column?", "train", "x.csv", "--label-colum", "stars")]
    [InlineData("Did you mean --max-length?", "train", "x.csv", "--max_length", "64")]
    [InlineData("Did you mean --batch-size?", "train", "x.csv", "--bs", "4")]
    [InlineData("Did you mean --top-k?", "predict", "run", "a text", "--topk", "3")]
    [InlineData("Did you mean --verify?", "checkpoints", "run", "--verfiy")]
    [InlineData("graft train --resume FOLDER --epochs 5 --allow-changes", "resume", "run", "--epochs", "3")]
    [InlineData("A text that begins like one goes behind a lone --.", "predict", "run", "--goodness-gracious")]
    [InlineData("'lst' is not known here. Did you mean list?\n", "cache", "lst")]
    [InlineData("'--verfy' is not an option here. Did you mean --verify?", "checkpoints", "--verfy", "run")]
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

    [Fact]
    public void Each_verb_that_help_lists_has_help_with_examples()
    {
        string[] verbs = [.. Listed("--help"), .. Listed("cache", "--help").Select(verb => $"cache {verb}")];
        Assert.Superset(new HashSet<string> { "train", "push", "bench", "cache", "cache prune" }, verbs.ToHashSet());
        foreach (string verb in verbs)
        {
            string help = GraftCommand.Run(bench.Folder, [.. verb.Split(' '), "--help"]).Succeeded().Output.ReplaceLineEndings("\n");
            Assert.Contains($"Usage:\n  graft {verb}", help, StringComparison.Ordinal);
            Assert.Contains($"Examples:\n  graft {verb}", help, StringComparison.Ordinal);
            Assert.Matches(@"Description:\n  \S", help);
        }

        // What stands two spaces in below "Commands:" are names; what is further in goes on with a description.
        string[] Listed(params string[] asked) =>
        [
            .. GraftCommand.Run(bench.Folder, asked).Succeeded().Output.ReplaceLineEndings("\n").Split("Commands:\n")[1].Split("\n\n")[0].Split('\n')
                .Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ').Select(line => line.Trim().Split(' ')[0]),
        ];
    }

    [Theory]
    [InlineData("--learning-rate", "train")]
    [InlineData("--lower-batch-size", "train")]
    [InlineData("FOLDER", "resume")]
    [InlineData("--verify", "checkpoints")]
    [InlineData("--top-k", "predict")]
    [InlineData("--json", "evaluate")]
    [InlineData("--model <folder|name>", "inspect")]
    [InlineData("JSON Lines", "download")]
    [InlineData("--output", "export")]
    [InlineData("--json", "doctor")]
    [InlineData("--no-attention-dropout", "bench")]
    [InlineData("--private", "push")]
    [InlineData("--dry-run", "cache", "prune")]
    [InlineData("--remove", "cache", "verify")]
    public void The_help_of_a_verb_tells_its_options(string part, params string[] verb) =>
        Assert.Contains(part, GraftCommand.Run(bench.Folder, [.. verb, "--help"]).Succeeded().Output, StringComparison.Ordinal);

    [Fact]
    public void Help_tells_the_exit_codes() =>
        Assert.Contains("Exit codes: 0 done", GraftCommand.Run(bench.Folder, "--help").Succeeded().Output, StringComparison.Ordinal);

    [Fact]
    public void The_version_is_told() => Assert.Matches(@"^graft \d+\.\d+\.\d+\s*$", GraftCommand.Run(bench.Folder, "--version").Succeeded().Output);

    [Fact]
    public void A_text_that_begins_like_an_option_goes_behind_a_lone_dash_pair() =>
        Assert.Single(GraftCommand.Run(bench.Folder, "predict", bench.TrainedText, "--json", "--", "--good").Succeeded().Lines);
}
