using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Vision.Resampling;

/// <summary>Resamples the columns of a picture: every output pixel is a weighted sum along its row.</summary>
internal static class HorizontalPass
{
    /// <summary>Writes [rowCount, columns.Count, 3] bytes; registers may spill into the target's padding.</summary>
    /// <param name="source">Rows whose first pixel is column <paramref name="firstColumn"/>.</param>
    /// <param name="rowCount">Rows.</param>
    /// <param name="columns">Weights of each output column.</param>
    /// <param name="firstColumn">Column number of the view's first pixel.</param>
    /// <param name="target">The output and its padding.</param>
    /// <param name="instructions">Which instructions to use.</param>
    public static void Run(
        PixelView source, int rowCount, AxisWeights columns, int firstColumn, Span<byte> target, ResampleInstructions instructions)
    {
        int rowBytes = columns.Count * 3;
        for (int y = 0; y < rowCount; y++)
        {
            ReadOnlySpan<byte> from = source.Bytes[(y * source.Stride)..];
            Span<byte> to = target[(y * rowBytes)..];
            switch (instructions)
            {
                case ResampleInstructions.Avx512:
                    Row512(from, columns, firstColumn, to);
                    break;
                case ResampleInstructions.Avx2:
                    Row256(from, columns, firstColumn, to);
                    break;
                default:
                    RowScalar(from, columns, firstColumn, to);
                    break;
            }
        }
    }

    // Four pixels a step: 12 bytes become 16 lanes RGB0 RGB0 RGB0 RGB0, times w0 w0 w0 w0 w1 w1 w1 w1 ...
    private static void Row512(ReadOnlySpan<byte> source, AxisWeights columns, int firstColumn, Span<byte> target)
    {
        CheckPadding(source, columns, firstColumn, target);
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(target);
        ref int weights = ref MemoryMarshal.GetReference(columns.Weights);
        Vector128<byte> spread = SpreadPixels;
        Vector512<int> repeat = Vector512.Create(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
        ReadOnlySpan<int> starts = columns.Starts;
        ReadOnlySpan<int> lengths = columns.Lengths;
        for (int x = 0; x < starts.Length; x++)
        {
            nuint at = (nuint)((starts[x] - firstColumn) * 3);
            nuint weight = (nuint)(x * columns.Stride);
            Vector512<int> sum = Vector512<int>.Zero;
            for (int i = 0; i < lengths[x]; i += 4)
            {
                Vector128<byte> pixels = Ssse3.Shuffle(Vector128.LoadUnsafe(ref from, at), spread);
                Vector512<int> four = Vector128.LoadUnsafe(ref weights, weight).ToVector256Unsafe().ToVector512Unsafe();
                sum += Avx512F.ConvertToVector512Int32(pixels) * Avx512F.PermuteVar16x32(four, repeat);
                at += 12;
                weight += 4;
            }

            Vector256<int> half = sum.GetLower() + sum.GetUpper();
            Store(half.GetLower() + half.GetUpper(), ref Unsafe.AddByteOffset(ref to, (nuint)(x * 3)));
        }
    }

    // Two pixels a step.
    private static void Row256(ReadOnlySpan<byte> source, AxisWeights columns, int firstColumn, Span<byte> target)
    {
        CheckPadding(source, columns, firstColumn, target);
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(target);
        ref int weights = ref MemoryMarshal.GetReference(columns.Weights);
        Vector128<byte> spread = SpreadPixels;
        Vector256<int> repeat = Vector256.Create(0, 0, 0, 0, 1, 1, 1, 1);
        ReadOnlySpan<int> starts = columns.Starts;
        ReadOnlySpan<int> lengths = columns.Lengths;
        for (int x = 0; x < starts.Length; x++)
        {
            nuint at = (nuint)((starts[x] - firstColumn) * 3);
            nuint weight = (nuint)(x * columns.Stride);
            Vector256<int> sum = Vector256<int>.Zero;
            for (int i = 0; i < lengths[x]; i += 2)
            {
                ulong eight = Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref from, at));
                Vector128<byte> pixels = Ssse3.Shuffle(Vector128.CreateScalar(eight).AsByte(), spread);
                ulong pair = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<int, byte>(ref Unsafe.Add(ref weights, weight)));
                Vector256<int> two = Vector256.CreateScalarUnsafe(pair).AsInt32();
                sum += Avx2.ConvertToVector256Int32(pixels) * Avx2.PermuteVar8x32(two, repeat);
                at += 6;
                weight += 2;
            }

            Store(sum.GetLower() + sum.GetUpper(), ref Unsafe.AddByteOffset(ref to, (nuint)(x * 3)));
        }
    }

    private static void RowScalar(ReadOnlySpan<byte> source, AxisWeights columns, int firstColumn, Span<byte> target)
    {
        for (int x = 0; x < columns.Count; x++)
        {
            int at = (columns.Starts[x] - firstColumn) * 3;
            int red = AxisWeights.Half;
            int green = AxisWeights.Half;
            int blue = AxisWeights.Half;
            foreach (int weight in columns.Of(x))
            {
                red += source[at] * weight;
                green += source[at + 1] * weight;
                blue += source[at + 2] * weight;
                at += 3;
            }

            target[x * 3] = (byte)Math.Clamp(red >> AxisWeights.FractionBits, 0, 255);
            target[(x * 3) + 1] = (byte)Math.Clamp(green >> AxisWeights.FractionBits, 0, 255);
            target[(x * 3) + 2] = (byte)Math.Clamp(blue >> AxisWeights.FractionBits, 0, 255);
        }
    }

    // Rounds and clips four sums; the fourth byte is overwritten by the next pixel.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<int> sum, ref byte target)
    {
        Vector128<int> rounded = (sum + Vector128.Create(AxisWeights.Half)) >> AxisWeights.FractionBits;
        Vector128<short> words = Sse2.PackSignedSaturate(rounded, rounded);
        Unsafe.WriteUnaligned(ref target, Sse2.PackUnsignedSaturate(words, words).AsUInt32().ToScalar());
    }

    private static Vector128<byte> SpreadPixels =>
        Vector128.Create((byte)0, 1, 2, 128, 3, 4, 5, 128, 6, 7, 8, 128, 9, 10, 11, 128);

    // A step begins at a pixel that has a weight and reads 16 bytes; a pixel's store writes one byte too many.
    // The weights are padded to whole steps of four, so they are never read past their end.
    private static void CheckPadding(ReadOnlySpan<byte> source, AxisWeights columns, int firstColumn, Span<byte> target)
    {
        long needed = ((columns.SourceEnd - firstColumn - 1L) * 3) + RgbImage.Padding;
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Length, needed, nameof(source));
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, (columns.Count * 3) + 1, nameof(target));
    }
}
