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

    [Fact]
    public void Of_an_item_with_many_like_ones_the_first_that_are_found_are_kept_whatever_the_threads_do()
    {
        const int Count = 600, Bands = 8, Window = 40, Most = 16;

        // Groups of some dozens, others in each band; two of three items in a group are alike.
        static uint Band(int item, int band) => (uint)(item * (band + 3) % 97 % 13);
        static bool Alike(int first, int second) => (first + second) % 3 != 0;
        var expected = new List<(int First, int Second)>();
        for (int item = 0; item < Count; item++)
        {
            var kept = new List<int>();
            for (int band = 0; band < Bands; band++)
            {
                int[] near = [.. Enumerable.Range(0, item).Where(other => Band(other, band) == Band(item, band)).TakeLast(Window)];
                kept.AddRange([.. near.Where(other => Alike(other, item) && !kept.Contains(other)).Take(Most - kept.Count)]);
            }

            expected.AddRange(kept.Order().Select(other => (other, item)));
        }

        for (int run = 0; run < 10; run++)
        {
            NearPair[] found = NearPairSearch.Find([.. Enumerable.Range(0, Count)], Bands, Band, Window, (first, second) =>
            {
                Thread.SpinWait((first * 31 + second * 17 + run) % 101);
                return Alike(first, second) ? 1 : null;
            });
            Assert.Equal(expected, found.Select(pair => (pair.First, pair.Second)));
        }
    }
}
