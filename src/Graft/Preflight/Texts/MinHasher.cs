using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Graft.Tensors;

namespace Graft.Preflight.Texts;

/// <summary>Computes sketches, 32 hash functions at once.</summary>
internal static class MinHasher
{
    private static readonly uint[] Multipliers = Draw(seed: 1, odd: true);
    private static readonly uint[] Masks = Draw(seed: 2, odd: false);

    /// <summary>The sketch of a set of features.</summary>
    /// <param name="features">Hashes, at least one; repeats do not count.</param>
    public static MinHashSketch Sketch(ReadOnlySpan<uint> features)
    {
        Span<uint> minima = stackalloc uint[MinHashSketch.Size];
        Span<Vector512<uint>> results = MemoryMarshal.Cast<uint, Vector512<uint>>(minima);
        ReadOnlySpan<Vector512<uint>> multipliers = MemoryMarshal.Cast<uint, Vector512<uint>>(Multipliers), masks = MemoryMarshal.Cast<uint, Vector512<uint>>(Masks);

        // Two vectors of functions at a time stay in registers over all features.
        for (int i = 0; i < results.Length; i += 2)
        {
            Vector512<uint> a0 = multipliers[i], a1 = multipliers[i + 1], b0 = masks[i], b1 = masks[i + 1];
            Vector512<uint> least0 = Vector512<uint>.AllBitsSet, least1 = Vector512<uint>.AllBitsSet;
            foreach (uint feature in features)
            {
                var value = Vector512.Create(feature);
                least0 = Vector512.Min(least0, (value ^ b0) * a0);
                least1 = Vector512.Min(least1, (value ^ b1) * a1);
            }

            results[i] = least0;
            results[i + 1] = least1;
        }

        return new MinHashSketch(minima);
    }

    private static uint[] Draw(ulong seed, bool odd)
    {
        var random = new SeededRandom(seed);
        var values = new uint[MinHashSketch.Size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (uint)(random.NextUInt64() >> 32) | (odd ? 1u : 0u);
        }

        return values;
    }
}
