using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>The same row in two parts.</summary>
internal sealed class SharedRowsCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        var leaks = new PartLeaks(data);
        foreach (IReadOnlyList<RowPlace> group in data.Groups.Repeated)
        {
            foreach (RowPlace earlier in group.DistinctBy(row => row.Part))
            {
                foreach (RowPlace later in group.Where(row => row.Part > earlier.Part))
                {
                    leaks.Add(earlier, later, detail: null);
                }
            }
        }

        return leaks.Findings(PartOverlap.FindingCode, "are in");
    }
}
