using CsCheck;
using Graft.Preflight;

namespace Graft.Tests.Preflight;

public sealed class LengthSummaryTests
{
    [Fact]
    public void Known_lengths_are_summed_up()
    {
        LengthSummary? summary = LengthSummary.Of([.. Enumerable.Range(1, 100)], maxLength: 90);
        Assert.Equal(new LengthSummary(1, 50.5, 50, 95, 100, 90, 10), summary);
        Assert.Null(LengthSummary.Of([], maxLength: 10));
    }

    [Fact]
    public void Figures_are_in_order_for_any_lengths() => Gen.Int[1, 600].Array[1, 50].Sample(lengths =>
    {
        LengthSummary summary = LengthSummary.Of(lengths, maxLength: 300)!;
        return summary.Shortest <= summary.Median && summary.Median <= summary.Percentile95 && summary.Percentile95 <= summary.Longest
            && summary.Cut == lengths.Count(length => length > 300) && lengths.Count(length => length <= summary.Percentile95) >= 0.95 * lengths.Length;
    });
}
