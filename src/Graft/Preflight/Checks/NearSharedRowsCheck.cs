using System.Globalization;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Nearly the same row in two parts: an edited text, a picture encoded again. Rows that are exactly in both are another check's.</summary>
internal sealed class NearSharedRowsCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        var leaks = new PartLeaks(data);
        foreach (NearPair pair in data.Near.Pairs)
        {
            IReadOnlyList<RowPlace> first = data.Groups[pair.First], second = data.Groups[pair.Second];
            Add(first, second);
            Add(second, first);

            void Add(IReadOnlyList<RowPlace> some, IReadOnlyList<RowPlace> others)
            {
                foreach (RowPlace earlier in some.DistinctBy(row => row.Part))
                {
                    foreach (RowPlace later in others.Where(row => row.Part > earlier.Part && !others.Any(other => other.Part == earlier.Part)))
                    {
                        leaks.Add(earlier, later, string.Create(CultureInfo.InvariantCulture, $"{100 * pair.Similarity:0.0}% alike"));
                    }
                }
            }
        }

        return leaks.Findings("near-duplicates-across-parts", "are nearly the same as rows in");
    }
}
