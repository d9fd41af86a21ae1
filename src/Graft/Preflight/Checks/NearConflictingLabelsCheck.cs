using System.Globalization;
using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Nearly the same row with different classes. Numbers to predict are let be: near rows may differ a little.</summary>
internal sealed class NearConflictingLabelsCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        if (data.Labels.ProblemType == ProblemType.Regression)
        {
            yield break;
        }

        var rows = new HashSet<RowPlace>();
        var examples = new List<FindingExample>();
        foreach (NearPair pair in data.Near.Pairs)
        {
            RowPlace first = data.Groups[pair.First][0];
            foreach (RowPlace second in data.Groups[pair.Second].Where(row => data[row].Target != data[first].Target))
            {
                if (rows.Add(second) && examples.Count < Finding.ExamplesKept)
                {
                    examples.Add(new FindingExample(data[second].Origin, data[first].Origin, string.Create(
                        CultureInfo.InvariantCulture, $"{100 * pair.Similarity:0.0}% alike, '{data.LabelOf(second)}' here, '{data.LabelOf(first)}' there")));
                }
            }
        }

        if (rows.Count > 0)
        {
            int total = data.Parts.Sum(part => part.Rows.Count);
            yield return new Finding(
                "near-conflicting-labels", FindingSeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{rows.Count:N0} of {total:N0} rows {(rows.Count == 1 ? "is nearly the same as an earlier one but has" : "are nearly the same as earlier ones but have")} another label."), rows.Count, total, examples,
                "Look at each pair: where the difference does not decide, one label is wrong.");
        }
    }
}
