using System.Text.Json;

namespace Graft.Cli.Tests;

public sealed class BenchTests(Workbench bench)
{
    [Theory]
    [InlineData("float32")]
    [InlineData("bfloat16")]
    public void A_step_is_told_beside_the_machines_rate_with_a_profile(string format)
    {
        JsonElement result = GraftCommand.Run(
            bench.Folder, "bench", "step", "--model", "minilm", "--batch", "2", "--length", "16", "--repeats", "1", "--dtype", format, "--json").Succeeded().Json.Single();

        Assert.StartsWith("step, MiniLM, 2 x 16 tokens", result.GetProperty("case").GetString(), StringComparison.Ordinal);
        Assert.Equal(format, result.GetProperty("format").GetString());
        double gflops = result.GetProperty("gflops").GetDouble(), machine = result.GetProperty("machine_gflops").GetDouble();
        Assert.Equal(gflops / machine, result.GetProperty("ratio").GetDouble(), 6);
        Assert.InRange(gflops, 0.01, 1e6);
        Assert.InRange(result.GetProperty("peak_memory_bytes").GetInt64(), 1e7, 1e12);
        Assert.InRange(result.GetProperty("profile").GetArrayLength(), 6, 10);
        Assert.Equal(1, result.GetProperty("profile").EnumerateArray().Take(6).Sum(part => part.GetProperty("share").GetDouble()), 6);
    }

    [Theory]
    [InlineData("predict", "texts")]
    [InlineData("tokenize", "MB")]
    [InlineData("images", "images")]
    [InlineData("start", "answers")]
    public void Each_case_says_how_much_a_second(string name, string unit)
    {
        JsonElement result = GraftCommand.Run(bench.Folder, "bench", name, "--model", "minilm", "--length", "16", "--repeats", "1", "--json").Succeeded().Json.Single();
        Assert.Equal(unit, result.GetProperty("unit").GetString());
        Assert.InRange(result.GetProperty("per_second").GetDouble(), 0.001, 1e9);
        Assert.InRange(result.GetProperty("seconds").GetDouble(), 1e-6, 1e4);
    }

    [Fact]
    public void A_case_that_there_is_not_is_refused_with_those_there_are() =>
        GraftCommand.Run(bench.Folder, "bench", "nope").FailedWith(2, "'nope' is not one of step, predict, tokenize, images, start");

    [Theory]
    [InlineData("16 tokens")]
    [InlineData("16 tokens, layers run twice", "--checkpoint-activations")]
    [InlineData("16 tokens, no attention dropout", "--no-attention-dropout")]
    public void A_step_says_what_is_not_as_usual(string end, params string[] options) => Assert.EndsWith(
        end,
        GraftCommand.Run(bench.Folder, ["bench", "step", "--model", "minilm", "--length", "16", "--repeats", "1", "--json", .. options])
            .Succeeded().Json.Single().GetProperty("case").GetString(),
        StringComparison.Ordinal);

    [Fact]
    public void A_step_in_int8_is_refused() =>
        GraftCommand.Run(bench.Folder, "bench", "step", "--model", "minilm", "--dtype", "int8").FailedWith(1, "int8 is for prediction");

    [Fact]
    public void A_length_that_no_model_has_is_refused()
    {
        CommandResult result = GraftCommand.Run(bench.Folder, "bench", "step", "--length", "513");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("from 2 to 512", result.Error, StringComparison.Ordinal);
    }
}
