using System.Globalization;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Makes findings of rows of one part that another has too: one finding a pair of parts.</summary>
/// <param name="data">The data.</param>
internal sealed class PartLeaks(PreflightData data)
{
    private readonly SortedDictionary<(int First, int Second), (HashSet<RowPlace> Rows, List<FindingExample> Examples)> _leaks = [];

    /// <summary>Counts a row of a later part that is like a row of an earlier one; each row counts once.</summary>
    public void Add(RowPlace earlier, RowPlace later, string? detail)
    {
        if (!_leaks.TryGetValue((earlier.Part, later.Part), out (HashSet<RowPlace> Rows, List<FindingExample> Examples) leak))
        {
            _leaks[(earlier.Part, later.Part)] = leak = ([], []);
        }

        if (leak.Rows.Add(later) && leak.Examples.Count < Finding.ExamplesKept)
        {
            leak.Examples.Add(new FindingExample(data[later].Origin, data[earlier].Origin, detail));
        }
    }

    /// <summary>The findings.</summary>
    /// <param name="code">Their code.</param>
    /// <param name="how">"are in" or "are nearly the same in".</param>
    public IEnumerable<Finding> Findings(string code, string how) => _leaks.Select(leak =>
    {
        (PreflightPart first, PreflightPart second) = (data.Parts[leak.Key.First], data.Parts[leak.Key.Second]);
        int count = leak.Value.Rows.Count;
        return new Finding(
            code, FindingSeverity.Warning,
            string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "row" : "rows")} of the {second.Name} part {(count == 1 ? how.Replace("are", "is", StringComparison.Ordinal) : how)} the {first.Name} part too, so its figures are too good."),
            count, second.Rows.Count, leak.Value.Examples, $"Remove these rows from the {first.Name} part.");
    });
}
