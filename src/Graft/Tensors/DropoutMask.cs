using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Graft.Tensors.Kernels;

namespace Graft.Tensors;

/// <summary>
/// One mask of a <see cref="DropoutStream"/>, as what it is drawn from: any part of it can be made on any thread.
/// Element i is kept if the i-th 16-bit half of the generator's words reaches the threshold.
/// </summary>
/// <param name="Key">The generator's key: seed and step.</param>
/// <param name="Place">The mask's number within the step.</param>
/// <param name="Threshold">The share of dropped elements × 65,536.</param>
/// <param name="Scale">What kept elements are multiplied by: 1 / (1 - probability).</param>
internal readonly record struct DropoutMask(ulong Key, ulong Place, uint Threshold, float Scale)
{
    /// <summary>Bits in one word of a row.</summary>
    public const int WordBits = 64;

    private const int BlockHalves = 2 * Philox.WordsPerBlock;
    private const int BufferHalves = 2048;

    /// <summary>Words that hold one row's bits.</summary>
    public static int WordsPerRow(int width) => (width + WordBits - 1) / WordBits;

    /// <summary>Draws a run of elements as bits: 1 for kept.</summary>
    /// <param name="first">The first element's index in the whole mask.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="bits">Receives them, the first one in the lowest bit; <see cref="WordsPerRow"/> words.</param>
    [SkipLocalsInit]
    public void Draw(long first, int count, Span<ulong> bits)
    {
        Span<uint> words = stackalloc uint[(BufferHalves + BlockHalves) / 2];
        ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<uint, ushort>(words);
        int shift = (int)(first % BlockHalves);
        for (int at = 0; at < count; at += BufferHalves)
        {
            int length = Math.Min(BufferHalves, count - at);
            int blocks = (shift + length + BlockHalves - 1) / BlockHalves;
            Philox.Fill(Key, Place, (ulong)((first + at) / BlockHalves), words[..(blocks * Philox.WordsPerBlock)]);
            Pack(halves.Slice(shift, length), bits[(at / WordBits)..]);
        }
    }

    private void Pack(ReadOnlySpan<ushort> halves, Span<ulong> bits)
    {
        int done = 0;
        if (Threshold <= ushort.MaxValue && Vector512.IsHardwareAccelerated)
        {
            Vector512<ushort> threshold = Vector512.Create((ushort)Threshold);
            for (; done + WordBits <= halves.Length; done += WordBits)
            {
                ulong low = Vector512.GreaterThanOrEqual(Vector512.Create(halves.Slice(done, 32)), threshold).ExtractMostSignificantBits();
                ulong high = Vector512.GreaterThanOrEqual(Vector512.Create(halves.Slice(done + 32, 32)), threshold).ExtractMostSignificantBits();
                bits[done / WordBits] = low | (high << 32);
            }
        }
        else if (Threshold <= ushort.MaxValue && Vector256.IsHardwareAccelerated)
        {
            Vector256<ushort> threshold = Vector256.Create((ushort)Threshold);
            for (; done + WordBits <= halves.Length; done += WordBits)
            {
                ulong word = 0;
                for (int part = 0; part < WordBits; part += Vector256<ushort>.Count)
                {
                    Vector256<ushort> drawn = Vector256.Create(halves.Slice(done + part, Vector256<ushort>.Count));
                    word |= (ulong)Vector256.GreaterThanOrEqual(drawn, threshold).ExtractMostSignificantBits() << part;
                }

                bits[done / WordBits] = word;
            }
        }

        for (; done < halves.Length; done += WordBits)
        {
            ulong word = 0;
            ReadOnlySpan<ushort> part = halves[done..Math.Min(halves.Length, done + WordBits)];
            for (int i = 0; i < part.Length; i++)
            {
                word |= part[i] >= Threshold ? 1ul << i : 0;
            }

            bits[done / WordBits] = word;
        }
    }

    /// <summary>A register full of a row's elements as factors: <see cref="Scale"/> or 0.</summary>
    /// <param name="bits">The row's bits.</param>
    /// <param name="index">The first element, a multiple of the register's lanes.</param>
    /// <param name="scale">The scale in every lane.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe TFloats Factors<TFloats>(ulong* bits, int index, TFloats scale)
        where TFloats : struct, IFloats<TFloats> => TFloats.WhereSet(scale, (uint)(bits[index / WordBits] >> (index % WordBits)));

    /// <summary>One element of a row as a factor.</summary>
    public static unsafe float Factor(ulong* bits, int index, float scale) =>
        (bits[index / WordBits] >> (index % WordBits) & 1) != 0 ? scale : 0;
}
