using System.Collections.Concurrent;
using System.Numerics;

namespace Graft.Preflight.Survey;

/// <summary>
/// Finds pairs of like items by locality-sensitive hashing: only items with an equal band are compared, so the work
/// grows with the items, not with their square.
/// </summary>
internal static class NearPairSearch
{
    // A set of texts from one template, or of pictures of one scene, has more like pairs than anybody reads.
    private const int MostPairsOfAnItem = 16;

    // Items are handed out to threads in such numbers: they differ in work.
    private const int RangeSize = 64;

    /// <summary>Compares items with equal bands. Which of too many pairs are kept does not depend on the threads.</summary>
    /// <param name="items">Items that can be compared, in rising order.</param>
    /// <param name="bands">Bands of each.</param>
    /// <param name="band">An item's key in a band.</param>
    /// <param name="window">Items behind one with the same key that it is compared with.</param>
    /// <param name="similarity">How alike two items are; null for not enough. Called from several threads.</param>
    /// <returns>Pairs, each once, in order.</returns>
    public static NearPair[] Find(int[] items, int bands, Func<int, int, uint> band, int window, Func<int, int, double?> similarity)
    {
        // Each item is looked at once.
        uint[][] all = [.. Enumerable.Range(0, bands).Select(_ => new uint[items.Length])];
        Parallel.For(0, items.Length, i =>
        {
            for (int place = 0; place < bands; place++)
            {
                all[place][i] = band(items[i], place);
            }
        });

        // The bands come one after another, and an item's pairs with earlier ones are one thread's: an item keeps the first that are found, always the same.
        var pairsOf = new List<NearPair>?[items.Length];
        foreach (int[] some in Enumerable.Range(0, bands).Chunk(Environment.ProcessorCount))
        {
            var keys = new ulong[some.Length][];
            Parallel.For(0, some.Length, i =>
            {
                keys[i] = Shared(all[some[i]]);
                Array.Sort(keys[i]);
            });
            foreach (ulong[] sorted in keys.Where(sorted => sorted.Length > 0))
            {
                Parallel.ForEach(Partitioner.Create(0, sorted.Length, RangeSize), range => Compare(sorted, range.Item1, range.Item2));
            }
        }

        return [.. pairsOf.Where(pairs => pairs is not null).SelectMany(pairs => pairs!.OrderBy(pair => pair.First))];

        void Compare(ulong[] keys, int from, int to)
        {
            int start = from; // of the items with this key, as far as the window reaches
            while (start > 0 && from - start < window && keys[start - 1] >> 32 == keys[from] >> 32)
            {
                start--;
            }

            for (int j = from; j < to; j++)
            {
                start = j > start && keys[j] >> 32 != keys[j - 1] >> 32 ? j : Math.Max(start, j - window);
                int place = (int)(uint)keys[j], second = items[place];
                List<NearPair>? kept = pairsOf[place];
                for (int i = start; i < j && !(kept?.Count >= MostPairsOfAnItem); i++)
                {
                    int first = items[(int)(uint)keys[i]];
                    if (!Holds(kept, first) && similarity(first, second) is { } alike)
                    {
                        kept ??= pairsOf[place] = [];
                        kept.Add(new NearPair(first, second, alike));
                    }
                }
            }
        }
    }

    private static bool Holds(List<NearPair>? pairs, int first)
    {
        for (int i = 0; i < pairs?.Count; i++)
        {
            if (pairs[i].First == first)
            {
                return true;
            }
        }

        return false;
    }

    // The places of items whose key another one may have too, the key above the place: a sort of plain numbers, items in order within a key. Most keys are
    // seen once and need no sorting; a bit for each of 16 times as many keys as there are items tells, and is seldom wrong.
    private static ulong[] Shared(uint[] keys)
    {
        uint mask = BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, Math.Min(keys.Length, 1 << 26) * 16)) - 1;
        ulong[] seen = new ulong[(mask + 1) / 64], again = new ulong[(mask + 1) / 64];
        foreach (uint key in keys)
        {
            uint slot = key & mask;
            ulong bit = 1ul << (int)(slot % 64);
            again[slot / 64] |= seen[slot / 64] & bit;
            seen[slot / 64] |= bit;
        }

        var shared = new List<ulong>();
        for (int i = 0; i < keys.Length; i++)
        {
            uint slot = keys[i] & mask;
            if ((again[slot / 64] >> (int)(slot % 64) & 1) != 0)
            {
                shared.Add(((ulong)keys[i] << 32) | (uint)i);
            }
        }

        return [.. shared];
    }
}
