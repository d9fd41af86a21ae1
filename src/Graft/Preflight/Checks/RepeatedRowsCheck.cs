using System.Globalization;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>The same row twice in one part.</summary>
internal sealed class RepeatedRowsCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        int count = 0;
        var examples = new List<FindingExample>();
        foreach (IReadOnlyList<RowPlace> group in data.Groups.Repeated)
        {
            foreach (IGrouping<int, RowPlace> rows in group.GroupBy(row => row.Part))
            {
                foreach (RowPlace again in rows.Skip(1))
                {
                    count++;
                    if (examples.Count < Finding.ExamplesKept)
                    {
                        examples.Add(new FindingExample(data[again].Origin, data[rows.First()].Origin));
                    }
                }
            }
        }

        if (count > 0)
        {
            int total = data.Parts.Sum(part => part.Rows.Count);
            yield return new Finding(
                "duplicates", FindingSeverity.Note,
                string.Create(CultureInfo.InvariantCulture, $"{count:N0} of {total:N0} rows {(count == 1 ? "repeats an earlier row of its part" : "repeat earlier rows of their part")}."), count, total, examples,
                "Remove them before setting a test part aside, or copies end up on both sides.");
        }
    }
}
