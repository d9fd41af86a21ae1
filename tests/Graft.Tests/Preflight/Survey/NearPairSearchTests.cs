using CsCheck;
using Graft.Preflight.Survey;

namespace Graft.Tests.Preflight.Survey;

public sealed class NearPairSearchTests
{
    [Fact]
    public void Exactly_the_like_pairs_with_an_equal_band_are_found_once_each() => Gen.Int[0, 15].Array[2, 30].Sample(numbers =>
    {
        // Two bands: the number's halves; alike are numbers that differ in one bit at most.
        static bool Alike(int a, int b) => System.Numerics.BitOperations.PopCount((uint)(a ^ b)) <= 1;
        NearPair[] found = NearPairSearch.Find(
            [.. Enumerable.Range(0, numbers.Length)], bands: 2, (item, band) => (uint)(numbers[item] >> (2 * band)) & 3, window: 100,
            (first, second) => Alike(numbers[first], numbers[second]) ? 1 : null);
        (int, int)[] expected = [.. from second in Enumerable.Range(0, numbers.Length)
                                    from first in Enumerable.Range(0, second)
                                    where Alike(numbers[first], numbers[second])
                                    select (first, second)];
        (int First, int Second)[] pairs = [.. found.Select(pair => (pair.First, pair.Second))];
        Assert.Equal(pairs.Length, pairs.Distinct().Count());
        Assert.Empty(pairs.Except(expected));

        // Of an item with many like ones before it not all are kept, but some.
        Assert.All(expected.GroupBy(pair => pair.Item2), group => Assert.True(
            pairs.Count(pair => pair.Second == group.Key) >= Math.Min(group.Count(), 15)));
    });
}
