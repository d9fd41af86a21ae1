using Graft.Data;
using Graft.Hub;

namespace Graft.Jobs;

/// <summary>Tells by the names of data whether a training may have seen rows of it, without reading any.</summary>
internal static class TrainedRows
{
    /// <summary>Whether the training rows that one name says may be among those that another says. False where the names do not tell.</summary>
    /// <param name="trained">The data of the training.</param>
    /// <param name="other">Other data, of which the training part, or a file, is read.</param>
    public static bool MayBeIn(string trained, string other)
    {
        (string run, string now) = (RunSettingsFile.WholeData(trained), RunSettingsFile.WholeData(other));
        if (run == now || HubDataset.IsName(now))
        {
            // The words in a slice of a name on the hub are splits that only the hub knows.
            return run == now;
        }

        DataSpec seen = DataSpec.Parse(run), asked = DataSpec.Parse(now);
        return seen.Path == asked.Path && Slices(seen).Any(one => Slices(asked).Any(another => Overlap(one, another)));
    }

    private static Slice?[] Slices(DataSpec spec) =>
        spec.Terms.Count == 0 ? [null] : [.. spec.Terms.Where(term => term.Part is null or DataPart.Train).Select(term => term.Slice)];

    private static bool Overlap(Slice? one, Slice? another)
    {
        if (one is null || another is null || one == another)
        {
            return true;
        }

        SliceBound[] bounds = [.. new[] { one.Start, one.End, another.Start, another.End }.OfType<SliceBound>()];
        bool areComparable = bounds.All(bound => bound.Amount >= 0 && !double.IsNegative(bound.Amount) && bound.IsPercent == bounds[0].IsPercent);
        return areComparable && Start(one) < End(another) && Start(another) < End(one);
    }

    private static double Start(Slice slice) => slice.Start?.Amount ?? 0;

    private static double End(Slice slice) => slice.End?.Amount ?? double.PositiveInfinity;
}
