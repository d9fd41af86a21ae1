using System.Reflection;
using System.Text.RegularExpressions;
using Graft.Data;

namespace Graft.Cli.Tests;

/// <summary>How data is read: what the library offers and recommends is an option of each verb that reads data.</summary>
public sealed partial class DataOptionTests(Workbench bench)
{
    [Theory]
    [InlineData("train", true)]
    [InlineData("inspect", true)]
    [InlineData("evaluate", true)]
    [InlineData("predict", false)]
    public void What_messages_recommend_is_an_option(string verb, bool readsLabels)
    {
        string[] ofLabels = ["--label-column", "--problem-type", "--label-separator", "--shuffle", "--stratify"];
        string help = GraftCommand.Run(bench.Folder, verb, "--help").Succeeded().Output;
        string[] options = [.. typeof(OptionNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => OptionName().Match((string)field.GetRawConstantValue()!).Value)];

        Assert.NotEmpty(options);
        Assert.All(options, option => Assert.Matches("^--[a-z-]+$", option));
        Assert.All(options.Where(option => readsLabels || !ofLabels.Contains(option)), option => Assert.Matches($"(?m)^ +{option}( |$)", help));
    }

    [Fact]
    public void Quotes_are_read_as_text()
    {
        using var folder = new TemporaryFolder();
        string rows = string.Concat(Enumerable.Range(0, 20).Select(row => $"row {row} of words\t{(row % 2 == 0 ? "good" : "bad")}\n"));
        folder.Write("data.tsv", $"text\tlabel\n\"an open quote that never ends\tgood\n{rows}");

        GraftCommand.Run(folder.Path, "inspect", "data.tsv").FailedWith(1, "line 2", "--no-quotes");
        Assert.Contains("21", GraftCommand.Run(folder.Path, "inspect", "data.tsv", "--no-quotes").Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal(21, GraftCommand.Run(bench.Folder, "predict", bench.TrainedText, folder.At("data.tsv"), "--no-quotes", "--json").Succeeded().Lines.Length);
    }

    [Theory]
    [InlineData(";", ";")]
    [InlineData("tab", "\t")]
    public void Labels_of_a_field_are_separated(string given, string separator)
    {
        using var folder = new TemporaryFolder();
        string rows = string.Concat(Enumerable.Range(0, 20).Select(row => $"row {row} of words,\"{(row % 2 == 0 ? $"a{separator}b" : "c")}\"\n"));
        folder.Write("data.csv", $"text,label\n{rows}");

        string labels = GraftCommand.Run(folder.Path, "inspect", "data.csv", "--problem-type", "multi-label", "--label-separator", given, "--json").Succeeded()
            .Json.Single().GetProperty("labels").ToString();
        Assert.Equal("[\"a\",\"b\",\"c\"]", labels);
        GraftCommand.Run(folder.Path, "inspect", "data.csv", "--label-separator", "::").FailedWith(2, "'::' is not one character: --label-separator");
    }

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex OptionName();
}
