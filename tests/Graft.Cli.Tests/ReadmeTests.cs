using System.Text.RegularExpressions;
using Graft.Testing;

namespace Graft.Cli.Tests;

/// <summary>Every command and code block of README is run.</summary>
public sealed partial class ReadmeTests
{
    private static string Readme => File.ReadAllText(SharedFolder.Project("README.md"));

    private static bool IsSlowRun => Environment.GetEnvironmentVariable("GRAFT_SLOW_TESTS") == "true";

    [Fact]
    public async Task Its_commands_run_in_order()
    {
        using var folder = new TemporaryFolder();
        await using SampleHub hub = await SampleHub.StartAsync(folder);
        foreach (string name in new[] { "models", "samples" })
        {
            Directory.CreateSymbolicLink(Path.Combine(folder.Path, name), SharedFolder.Project(name));
        }

        string[] lines = [.. Blocks("sh").SelectMany(block => block.Split('\n')).Where(line => line.StartsWith("./graft ", StringComparison.Ordinal))];
        Assert.NotEmpty(lines);
        foreach (string line in lines)
        {
            // The quick run trains two steps only, the slow one a whole epoch.
            string command = WithoutComment().Replace(line, "").TrimEnd();
            command = command.StartsWith("./graft train", StringComparison.Ordinal) ? command + (IsSlowRun ? " --epochs 1" : " --max-steps 2") : command;
            CommandResult result = GraftCommand.RunInShell(folder.Path, command.Replace("./graft ", "\"$GRAFT\" ", StringComparison.Ordinal), hub.Environment);
            Assert.True(result.ExitCode == 0, $"{command}\n{result.Error}");
        }
    }

    [Fact]
    public void Its_other_commands_name_files_that_can_be_run()
    {
        string[] programs = [.. Blocks("sh").SelectMany(block => block.Split('\n'))
            .Select(line => line.Split(' ')[0])
            .Where(word => word is "./test" || word.StartsWith("bench/", StringComparison.Ordinal))
            .Distinct()];

        Assert.Contains("./test", programs);
        Assert.All(programs, program => Assert.True(File.Exists(SharedFolder.Project(program)), program));
        string benchmarks = File.ReadAllText(SharedFolder.Project("bench", "bench"));
        Assert.All(BenchCase().Matches(Readme).Select(match => match.Groups[1].Value), name => Assert.Contains($"bench/bench {name} ", benchmarks, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Reviews.Sentiment", "reviews", "minilm-l6-h384-uncased")]
    [InlineData("Photos.Classes", "fashion", "efficientnet-lite0")]
    public void Its_code_is_that_of_a_sample_program_which_runs(string sample, string data, string model)
    {
        string program = File.ReadAllText(SharedFolder.Project("samples", sample, "Program.cs"));
        string[] shown = Blocks("csharp");
        Assert.Contains(shown, block => Normalized(program).EndsWith(Normalized(block), StringComparison.Ordinal));

        using var folder = new TemporaryFolder();
        string output = Path.Combine(folder.Path, "run");
        CommandResult result = GraftCommand.RunProgram(
            SampleProgram(sample), folder.Path, SharedFolder.Project("samples", data), SharedFolder.Project("models", model), output);
        Assert.True(result.ExitCode == 0, result.Error);

        // Machines add in other orders, which a training makes visible: the figures may differ a little, all else may not.
        string[] printed = Normalized(result.Output).Split('\n'), promised = Output(program);
        Assert.Equal(promised.Length, printed.Length);
        int accuracy = Array.FindIndex(promised, line => Accuracy().IsMatch(line));
        Assert.Equal(promised[..accuracy], printed[..accuracy]);
        Assert.Equal(Figure(promised[accuracy]), Figure(printed[accuracy]), 0.08);
        Assert.Equal(promised[accuracy + 1].Split(':')[0], printed[accuracy + 1].Split(':')[0]);
        Assert.All(printed[(accuracy + 1)..], line => Assert.Matches(@"^[a-z-]+: [01]\.\d{3}$", line));
    }

    [Fact]
    public void A_family_of_ones_own_is_registered_trained_and_used()
    {
        using var folder = new TemporaryFolder();
        CommandResult result = GraftCommand.RunProgram(
            SampleProgram("Own.Family"), folder.Path, SharedFolder.Project("samples", "reviews"),
            SharedFolder.Project("models", "minilm-l6-h384-uncased"), Path.Combine(folder.Path, "run"));

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.InRange(Figure(result.Output), 0.7, 1);
        Assert.EndsWith("positive\n", result.Output);
    }

    private static string SampleProgram(string name) =>
        Path.Combine(SharedFolder.ProjectRoot, "samples", name, "bin", GraftCommand.Configuration, "net10.0", name);

    private static string[] Blocks(string language) =>
        [.. Regex.Matches(Readme, $@"^```{language}\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Select(match => match.Groups[1].Value)];

    // What README says that a program prints.
    private static string[] Output(string program) => Regex.Matches(Readme, @"^```csharp\n(.*?)^```\nprints\n```\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)
        .Single(match => Normalized(program).EndsWith(Normalized(match.Groups[1].Value), StringComparison.Ordinal))
        .Groups[2].Value.Trim().Split('\n');

    private static double Figure(string line) => double.Parse(Accuracy().Match(line).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    private static string Normalized(string code) => code.Replace("\r\n", "\n", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"\s+#.*$")]
    private static partial Regex WithoutComment();

    [GeneratedRegex(@"bench/bench (\w+)")]
    private static partial Regex BenchCase();

    [GeneratedRegex(@"accuracy: ([0-9.]+)")]
    private static partial Regex Accuracy();
}
