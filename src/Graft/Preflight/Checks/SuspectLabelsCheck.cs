using System.Globalization;
using Graft.Data;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Of rows that are the same those whose label most of the others contradict.</summary>
internal sealed class SuspectLabelsCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        int count = 0;
        var examples = new List<FindingExample>();
        foreach (IReadOnlyList<RowPlace> group in data.Groups.Repeated.Where(group => group.Count > 2))
        {
            IGrouping<Target, RowPlace>[] votes = [.. group.GroupBy(row => data[row].Target).OrderByDescending(vote => vote.Count())];
            int most = votes[0].Count();
            if (votes.Length == 1 || most * 2 <= group.Count)
            {
                continue;
            }

            RowPlace[] outvoted = [.. votes.Skip(1).SelectMany(vote => vote)];
            count += outvoted.Length;
            examples.AddRange(outvoted.Take(Finding.ExamplesKept - examples.Count).Select(row => new FindingExample(
                data[row].Origin, data[votes[0].First()].Origin,
                string.Create(CultureInfo.InvariantCulture, $"'{data.LabelOf(row)}' here, '{data.LabelOf(votes[0].First())}' on {most} of {group.Count} copies"))));
        }

        if (count > 0)
        {
            int total = data.Parts.Sum(part => part.Rows.Count);
            yield return new Finding(
                "suspect-labels", FindingSeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{count:N0} of {total:N0} rows {(count == 1 ? "has a label" : "have labels")} that most copies of the same row contradict."), count, total, examples,
                "Correct these labels to that of the other copies, unless those are the wrong ones.");
        }
    }
}
