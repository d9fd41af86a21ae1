using System.Globalization;
using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>What checks of classes have in common.</summary>
internal static class ClassCounts
{
    /// <summary>Whether rows have classes at all.</summary>
    public static bool Exist(PreflightData data) => data.Labels.ProblemType != ProblemType.Regression;

    /// <summary>Rows of each class of a part; empty for a part without rows.</summary>
    public static int[] Of(PreflightPart part) => part.Rows.Count == 0 ? [] : part.Rows.ClassCounts();

    /// <summary>Classes by name, with their counts.</summary>
    public static FindingExample[] Examples(PreflightData data, IEnumerable<int> classes, int[] counts) =>
        [.. classes.Take(Finding.ExamplesKept).Select(label => new FindingExample(
            data.Labels.Names[label], Detail: string.Create(CultureInfo.InvariantCulture, $"{counts[label]:N0} {(counts[label] == 1 ? "row" : "rows")}")))];

    /// <summary>"'a'", "'a' and 'b'", "'a', 'b', 'c' and 4 others".</summary>
    public static string Listed(IEnumerable<FindingExample> classes, int count)
    {
        const int Shown = 3;
        string[] names = [.. classes.Take(count > Shown + 1 ? Shown : count).Select(one => $"'{one.Row}'")];
        return names.Length < count ? $"{string.Join(", ", names)} and {count - names.Length} others"
            : names.Length == 1 ? names[0]
            : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }
}
