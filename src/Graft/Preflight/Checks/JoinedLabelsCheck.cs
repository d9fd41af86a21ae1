using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Names of classes that look like several labels of a row written into one field: "a;b" beside "a" and "b", or lists in brackets.</summary>
internal sealed class JoinedLabelsCheck : IPreflightCheck
{
    private const int LeastNames = 2;
    private static readonly char[] Separators = [',', ';', '|'];

    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        if (!ClassCounts.Exist(data))
        {
            yield break;
        }

        IReadOnlyList<string> names = data.Labels.Names;
        bool isMultiLabel = data.Labels.ProblemType == ProblemType.MultiLabel;
        int[] lists = [.. Enumerable.Range(0, names.Count).Where(label => names[label] is ['[', .., ']'])];
        if (lists.Length >= LeastNames)
        {
            yield return Of(data, lists, "lists in brackets", $"Write the labels of a row as a,b{(isMultiLabel ? "" : ", and say --problem-type multi-label")}; or as lists in a .jsonl file.");
            yield break;
        }

        foreach (char separator in Separators)
        {
            int[] joined = [.. Enumerable.Range(0, names.Count).Where(label => names[label].Contains(separator))];
            if (joined.Length < LeastNames || !HoldOthers(joined, separator))
            {
                continue;
            }

            yield return Of(
                data, joined, $"several labels of a row with '{separator}' between them",
                $"Say {(isMultiLabel ? "" : "--problem-type multi-label and ")}--label-separator \"{separator}\", if they are.");
            yield break;
        }

        // Of the parts at least half stand alone, or in another of the names.
        bool HoldOthers(int[] joined, char separator)
        {
            string[][] parts = [.. joined.Select(label => names[label].Split(separator, StringSplitOptions.TrimEntries))];
            Dictionary<string, int> uses = parts.SelectMany(words => words.Distinct(StringComparer.Ordinal)).CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            string[] all = [.. parts.SelectMany(words => words)];
            return 2 * all.Count(word => uses[word] > 1 || names.Contains(word)) >= all.Length && !all.Contains("");
        }
    }

    private static Finding Of(PreflightData data, int[] labels, string what, string remedy)
    {
        int[] counts = ClassCounts.Of(data.Parts[0]);
        FindingExample[] examples = counts.Length == 0 ? [] : ClassCounts.Examples(data, labels, counts);
        return new Finding(
            "joined-labels", FindingSeverity.Warning, $"{labels.Length} of {data.Labels.Count} classes look like {what}, such as '{data.Labels.Names[labels[0]]}'.",
            labels.Length, data.Labels.Count, examples, remedy);
    }
}
