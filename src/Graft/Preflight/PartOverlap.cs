using Graft.Data;
using Graft.Preflight.Survey;

namespace Graft.Preflight;

/// <summary>Rows that are in two parts of the data.</summary>
/// <param name="Part">The part that has them first.</param>
/// <param name="Other">The part that has them again.</param>
/// <param name="Rows">Rows of the other part that are in the first.</param>
/// <param name="Pairs">Some of them.</param>
public sealed record PartOverlap(string Part, string Other, int Rows, IReadOnlyList<RowPair> Pairs)
{
    /// <summary>The code of the finding that tells the same.</summary>
    public const string FindingCode = "duplicates-across-parts";

    private const int PairsKept = 20;

    /// <summary>All overlaps of the parts, by the rows' content.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="scan">What was seen of their rows, if anybody looked already.</param>
    internal static IReadOnlyList<PartOverlap> Find(DatasetParts parts, PreflightScan? scan = null)
    {
        (string Name, Dataset Rows, UInt128[] Hashes)[] all =
            [.. Named(parts).Select(part => (part.Name, part.Rows, scan is null ? RowHashes.Of(part.Rows) : [.. part.Rows.Select(row => scan[row].Hash)]))];
        var overlaps = new List<PartOverlap>();
        for (int first = 0; first < all.Length; first++)
        {
            var firstRow = new Dictionary<UInt128, int>();
            for (int row = 0; row < all[first].Hashes.Length; row++)
            {
                firstRow.TryAdd(all[first].Hashes[row], row);
            }

            firstRow.Remove(0);
            for (int other = first + 1; other < all.Length; other++)
            {
                int[] again = [.. Enumerable.Range(0, all[other].Hashes.Length).Where(row => firstRow.ContainsKey(all[other].Hashes[row]))];
                if (again.Length > 0)
                {
                    overlaps.Add(new PartOverlap(all[first].Name, all[other].Name, again.Length,
                        [.. again.Take(PairsKept).Select(row => new RowPair(all[first].Rows[firstRow[all[other].Hashes[row]]].Origin, all[other].Rows[row].Origin))]));
                }
            }
        }

        return overlaps;
    }

    /// <summary>The parts that there are, with their names.</summary>
    internal static IEnumerable<(string Name, Dataset Rows)> Named(DatasetParts parts)
    {
        yield return ("train", parts.Train);
        if (parts.Validation is { } validation)
        {
            yield return ("validation", validation);
        }

        if (parts.Test is { } test)
        {
            yield return ("test", test);
        }
    }
}
