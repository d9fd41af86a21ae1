using System.Globalization;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>The same row with different labels.</summary>
internal sealed class ConflictingLabelsCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        int count = 0;
        var examples = new List<FindingExample>();
        foreach (IReadOnlyList<RowPlace> group in data.Groups.Repeated)
        {
            RowPlace first = group[0];
            RowPlace[] different = [.. group.Where(row => data[row].Target != data[first].Target)];
            count += different.Length;
            examples.AddRange(different.Take(Finding.ExamplesKept - examples.Count).Select(row => new FindingExample(
                data[row].Origin, data[first].Origin, $"'{data.LabelOf(row)}' here, '{data.LabelOf(first)}' there")));
        }

        if (count > 0)
        {
            int total = data.Parts.Sum(part => part.Rows.Count);
            yield return new Finding(
                "conflicting-labels", FindingSeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{count:N0} of {total:N0} rows {(count == 1 ? "is the same as an earlier one but has" : "are the same as earlier ones but have")} another label."), count, total, examples,
                "Decide which label is right, and remove the other rows.");
        }
    }
}
