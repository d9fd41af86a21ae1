using System.Text.RegularExpressions;
using Graft.Testing;

namespace Graft.Tests;

/// <summary>docs/faults.md says which tests cover which fault: the traits say so too.</summary>
public sealed partial class FaultTableTests
{
    // Faults of what is not built yet: serving.
    private static readonly int[] NotBuilt = [.. Enumerable.Range(55, 7)];

    [Fact]
    public void The_table_names_the_tests_that_carry_each_number()
    {
        SortedDictionary<int, string> table = Table(), traits = Traits();

        Assert.Equal(traits.Select(pair => $"{pair.Key}: {pair.Value}"), table.Where(row => row.Value.Length > 0).Select(pair => $"{pair.Key}: {pair.Value}"));
    }

    [Fact]
    public void Every_fault_of_what_is_built_has_its_test() =>
        Assert.Equal(Enumerable.Range(1, 70).Except(NotBuilt), Traits().Keys.Except(NotBuilt));

    private static SortedDictionary<int, string> Table() => new(File.ReadLines(SharedFolder.Project("docs", "faults.md"))
        .Select(line => Row().Match(line)).Where(match => match.Success)
        .ToDictionary(match => int.Parse(match.Groups[1].Value), match => string.Join(", ", Name().Matches(match.Groups[2].Value).Select(name => name.Groups[1].Value))));

    private static SortedDictionary<int, string> Traits()
    {
        var classes = new SortedDictionary<int, SortedSet<string>>();
        foreach (string project in Directory.GetDirectories(SharedFolder.Project("tests")))
        {
            foreach (string file in Directory.GetFiles(project, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
            {
                foreach (Match match in Trait().Matches(File.ReadAllText(file)))
                {
                    int number = int.Parse(match.Groups[1].Value);
                    classes.TryAdd(number, new SortedSet<string>(StringComparer.Ordinal));
                    classes[number].Add(Path.GetFileNameWithoutExtension(file));
                }
            }
        }

        return new SortedDictionary<int, string>(classes.ToDictionary(pair => pair.Key, pair => string.Join(", ", pair.Value)));
    }

    [GeneratedRegex("""Trait\("Fault", *"(\d+)"\)""")]
    private static partial Regex Trait();

    [GeneratedRegex(@"^\| (\d+) \|.*\|([^|]*)\|$")]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Name();
}
