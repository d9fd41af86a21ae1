using CsCheck;
using Graft.Tensors;

namespace Graft.Tests.Tensors;

public sealed class SeededRandomTests
{
    [Fact]
    public void The_sequence_is_that_of_xoshiro256_starstar()
    {
        // The first outputs that the generator's published C code gives from the state 1, 2, 3, 4.
        ulong[] expected = [11520, 0, 1509978240, 1215971899390074240];
        var random = new SeededRandom(1, 2, 3, 4);

        Assert.Equal(expected, Enumerable.Range(0, 4).Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void A_permutation_holds_every_number_once() =>
        Gen.Select(Gen.Int[0, 500], Gen.ULong).Sample((count, seed) =>
            new SeededRandom(seed).Permutation(count).Order().SequenceEqual(Enumerable.Range(0, count)));

    [Fact]
    public void Numbers_are_spread_evenly_and_stay_in_range()
    {
        var random = new SeededRandom(7);
        int[] counts = new int[10];
        for (int i = 0; i < 100_000; i++)
        {
            counts[random.NextInt(10)]++;
            Assert.InRange(random.NextDouble(), 0, 1 - 1e-16);
        }

        // Ten standard deviations of a binomial count.
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 950, 10_000 + 950));
        Assert.Equal(0, random.NextInt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
    }
}
