using System.Globalization;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Nearly the same row twice in one part.</summary>
internal sealed class NearRepeatedRowsCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        var rows = new HashSet<RowPlace>();
        var examples = new List<FindingExample>();
        foreach (NearPair pair in data.Near.Pairs)
        {
            foreach (RowPlace second in data.Groups[pair.Second])
            {
                if (data.Groups[pair.First].Any(row => row.Part == second.Part) && rows.Add(second) && examples.Count < Finding.ExamplesKept)
                {
                    RowPlace first = data.Groups[pair.First].First(row => row.Part == second.Part);
                    examples.Add(new FindingExample(
                        data[second].Origin, data[first].Origin, string.Create(CultureInfo.InvariantCulture, $"{100 * pair.Similarity:0.0}% alike")));
                }
            }
        }

        if (rows.Count > 0)
        {
            int total = data.Parts.Sum(part => part.Rows.Count);
            yield return new Finding(
                "near-duplicates", FindingSeverity.Note,
                string.Create(CultureInfo.InvariantCulture, $"{rows.Count:N0} of {total:N0} rows {(rows.Count == 1 ? "is nearly the same as an earlier row of its part" : "are nearly the same as earlier rows of their part")}."), rows.Count, total, examples,
                "Keep one of each before setting a test part aside, or copies end up on both sides.");
        }
    }
}
