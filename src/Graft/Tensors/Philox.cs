using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Tensors;

/// <summary>
/// Philox4x32-10, a counter-based random generator: the numbers at a place depend on the key and the place alone, so
/// any part of a sequence can be made by any thread, in any order, again later, and is the same on every machine.
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
/// </summary>
internal static class Philox
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>Numbers that one counter gives.</summary>
    public const int WordsPerBlock = 4;

    /// <summary>
    /// Fills <paramref name="destination"/> with the blocks from <paramref name="firstBlock"/> on, four words a block.
    /// </summary>
    /// <param name="key">The sequence's key, for example made of a seed and a step.</param>
    /// <param name="stream">A second number that tells sequences of one key apart.</param>
    /// <param name="firstBlock">The counter of the first block.</param>
    /// <param name="destination">A whole number of blocks.</param>
    public static void Fill(ulong key, ulong stream, ulong firstBlock, Span<uint> destination)
    {
        int blocks = destination.Length / WordsPerBlock, done = 0;
        if (Avx512F.IsSupported)
        {
            for (; blocks - done >= 8; done += 8)
            {
                EightBlocks(key, stream, firstBlock + (ulong)done, destination.Slice(done * WordsPerBlock, 8 * WordsPerBlock));
            }
        }

        if (Avx2.IsSupported)
        {
            for (; blocks - done >= 4; done += 4)
            {
                FourBlocks(key, stream, firstBlock + (ulong)done, destination.Slice(done * WordsPerBlock, 4 * WordsPerBlock));
            }
        }

        for (; done < blocks; done++)
        {
            OneBlock(key, stream, firstBlock + (ulong)done, destination.Slice(done * WordsPerBlock, WordsPerBlock));
        }
    }

    private static void OneBlock(ulong key, ulong stream, ulong block, Span<uint> words)
    {
        uint c0 = (uint)block, c1 = (uint)(block >> 32), c2 = (uint)stream, c3 = (uint)(stream >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0, p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }

    // Eight counters, one a 64-bit lane: the 32 x 32 -> 64 bit products need no shuffles, the upper halves are ignored.
    private static void EightBlocks(ulong key, ulong stream, ulong block, Span<uint> words)
    {
        Vector512<ulong> counter = Vector512.Create(block) + Vector512<ulong>.Indices;
        Vector512<ulong> c0 = counter, c1 = counter >>> 32;
        Vector512<ulong> c2 = Vector512.Create(stream), c3 = Vector512.Create(stream >> 32);
        Vector512<uint> m0 = Vector512.Create((ulong)Multiplier0).AsUInt32(), m1 = Vector512.Create((ulong)Multiplier1).AsUInt32();
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            Vector512<ulong> p0 = Avx512F.Multiply(c0.AsUInt32(), m0), p1 = Avx512F.Multiply(c2.AsUInt32(), m1);
            c0 = (p1 >>> 32) ^ c1 ^ Vector512.Create((ulong)k0);
            c2 = (p0 >>> 32) ^ c3 ^ Vector512.Create((ulong)k1);
            c1 = p1;
            c3 = p0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        // Block i's words are words[4 i ..]: low half c1:c0, high half c3:c2 of 128 bits.
        Vector512<ulong> low32 = Vector512.Create(0xFFFFFFFFul);
        Vector512<ulong> first = (c0 & low32) | (c1 << 32), second = (c2 & low32) | (c3 << 32);
        Vector512<ulong> even = Avx512F.UnpackLow(first, second), odd = Avx512F.UnpackHigh(first, second);

        // Unpacking works within 128-bit lanes: lane i of `even` is block 2 i, of `odd` block 2 i + 1.
        Vector512<ulong> lower = Avx512F.PermuteVar8x64x2(even, Vector512.Create(0ul, 1, 8, 9, 2, 3, 10, 11), odd);
        Vector512<ulong> upper = Avx512F.PermuteVar8x64x2(even, Vector512.Create(4ul, 5, 12, 13, 6, 7, 14, 15), odd);
        lower.AsUInt32().CopyTo(words);
        upper.AsUInt32().CopyTo(words[16..]);
    }

    // The same with four counters.
    private static void FourBlocks(ulong key, ulong stream, ulong block, Span<uint> words)
    {
        Vector256<ulong> counter = Vector256.Create(block) + Vector256<ulong>.Indices;
        Vector256<ulong> c0 = counter, c1 = counter >>> 32;
        Vector256<ulong> c2 = Vector256.Create(stream), c3 = Vector256.Create(stream >> 32);
        Vector256<uint> m0 = Vector256.Create((ulong)Multiplier0).AsUInt32(), m1 = Vector256.Create((ulong)Multiplier1).AsUInt32();
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> p0 = Avx2.Multiply(c0.AsUInt32(), m0), p1 = Avx2.Multiply(c2.AsUInt32(), m1);
            c0 = (p1 >>> 32) ^ c1 ^ Vector256.Create((ulong)k0);
            c2 = (p0 >>> 32) ^ c3 ^ Vector256.Create((ulong)k1);
            c1 = p1;
            c3 = p0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        Vector256<ulong> low32 = Vector256.Create(0xFFFFFFFFul);
        Vector256<ulong> first = (c0 & low32) | (c1 << 32), second = (c2 & low32) | (c3 << 32);

        // Lane i of `even` is block 2 i, of `odd` block 2 i + 1.
        Vector256<ulong> even = Avx2.UnpackLow(first, second), odd = Avx2.UnpackHigh(first, second);
        Avx2.Permute2x128(even, odd, 0x20).AsUInt32().CopyTo(words);
        Avx2.Permute2x128(even, odd, 0x31).AsUInt32().CopyTo(words[8..]);
    }
}
