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

    /// <summary>Compares items with equal bands.</summary>
    /// <param name="items">Items that can be compared.</param>
    /// <param name="bands">Bands of each.</param>
    /// <param name="band">An item's key in a band.</param>
    /// <param name="window">Items behind one with the same key that it is compared with.</param>
    /// <param name="similarity">How alike two items are; null for not enough. Called from several threads.</param>
    /// <returns>Pairs, each once, in order.</returns>
    public static NearPair[] Find(IReadOnlyList<int> items, int bands, Func<int, int, uint> band, int window, Func<int, int, double?> similarity)
    {
        var found = new ConcurrentDictionary<(int First, int Second), double>();
        var pairsOf = new ConcurrentDictionary<int, int>();

        // Each item is looked at once.
        uint[][] all = [.. Enumerable.Range(0, bands).Select(_ => new uint[items.Count])];
        Parallel.For(0, items.Count, i =>
        {
            for (int place = 0; place < bands; place++)
            {
                all[place][i] = band(items[i], place);
            }
        });
        Parallel.For(0, bands, place =>
        {
            ulong[] keys = Shared(items, all[place]);
            Array.Sort(keys);
            for (int i = 0; i < keys.Length; i++)
            {
                for (int j = i + 1; j < keys.Length && j - i <= window && keys[j] >> 32 == keys[i] >> 32; j++)
                {
                    (int first, int second) = ((int)(uint)keys[i], (int)(uint)keys[j]);
                    if (pairsOf.GetValueOrDefault(second) < MostPairsOfAnItem && !found.ContainsKey((first, second))
                        && similarity(first, second) is { } alike && found.TryAdd((first, second), alike))
                    {
                        pairsOf.AddOrUpdate(second, 1, (_, count) => count + 1);
                    }
                }
            }
        });
        return [.. found.Select(pair => new NearPair(pair.Key.First, pair.Key.Second, pair.Value)).OrderBy(pair => pair.Second).ThenBy(pair => pair.First)];
    }

    // The items whose key another one may have too, the key above the item: a sort of plain numbers, items in order within a key. Most keys are
    // seen once and need no sorting; a bit for each of 16 times as many keys as there are items tells, and is seldom wrong.
    private static ulong[] Shared(IReadOnlyList<int> items, uint[] keys)
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
                shared.Add(((ulong)keys[i] << 32) | (uint)items[i]);
            }
        }

        return [.. shared];
    }
}
