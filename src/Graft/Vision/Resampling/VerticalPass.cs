using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Vision.Resampling;

/// <summary>Resamples the rows of a picture: every output byte is a weighted sum down one byte column.</summary>
internal static class VerticalPass
{
    /// <summary>Writes [rows.Count, columns, 3] bytes; registers may spill into the target's padding.</summary>
    /// <param name="source">Rows from <paramref name="firstRow"/> on.</param>
    /// <param name="columns">Pixels a row.</param>
    /// <param name="rows">Weights of each output row.</param>
    /// <param name="firstRow">Row number of the view's first row.</param>
    /// <param name="target">The output and its padding.</param>
    /// <param name="instructions">Which instructions to use.</param>
    public static void Run(
        PixelView source, int columns, AxisWeights rows, int firstRow, Span<byte> target, ResampleInstructions instructions)
    {
        int rowBytes = columns * 3;
        for (int y = 0; y < rows.Count; y++)
        {
            ReadOnlySpan<byte> from = source.Bytes[((rows.Starts[y] - firstRow) * source.Stride)..];
            Span<byte> to = target[(y * rowBytes)..];
            switch (instructions)
            {
                case ResampleInstructions.Avx512:
                    Row512(from, source.Stride, rows.Of(y), to, rowBytes);
                    break;
                case ResampleInstructions.Avx2:
                    Row256(from, source.Stride, rows.Of(y), to, rowBytes);
                    break;
                default:
                    RowScalar(from, source.Stride, rows.Of(y), to, rowBytes);
                    break;
            }
        }
    }

    private static void Row512(ReadOnlySpan<byte> source, int stride, ReadOnlySpan<int> weights, Span<byte> target, int rowBytes)
    {
        CheckPadding(source, stride, weights, target, rowBytes);
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(target);
        for (int x = 0; x < rowBytes; x += 16)
        {
            Vector512<int> sum = Vector512.Create(AxisWeights.Half);
            nuint at = (nuint)x;
            foreach (int weight in weights)
            {
                Vector512<int> samples = Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref from, at));
                sum += samples * Vector512.Create(weight);
                at += (nuint)stride;
            }

            Vector512<int> rounded = Vector512.Max(sum >> AxisWeights.FractionBits, Vector512<int>.Zero);
            Avx512F.ConvertToVector128ByteWithSaturation(rounded.AsUInt32()).StoreUnsafe(ref to, (nuint)x);
        }
    }

    private static void Row256(ReadOnlySpan<byte> source, int stride, ReadOnlySpan<int> weights, Span<byte> target, int rowBytes)
    {
        CheckPadding(source, stride, weights, target, rowBytes);
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(target);
        for (int x = 0; x < rowBytes; x += 8)
        {
            Vector256<int> sum = Vector256.Create(AxisWeights.Half);
            nuint at = (nuint)x;
            foreach (int weight in weights)
            {
                ulong eight = Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref from, at));
                sum += Avx2.ConvertToVector256Int32(Vector128.CreateScalar(eight).AsByte()) * Vector256.Create(weight);
                at += (nuint)stride;
            }

            Vector256<int> rounded = sum >> AxisWeights.FractionBits;
            Vector128<short> words = Sse2.PackSignedSaturate(rounded.GetLower(), rounded.GetUpper());
            ulong bytes = Sse2.PackUnsignedSaturate(words, words).AsUInt64().ToScalar();
            Unsafe.WriteUnaligned(ref Unsafe.AddByteOffset(ref to, (nuint)x), bytes);
        }
    }

    private static void RowScalar(ReadOnlySpan<byte> source, int stride, ReadOnlySpan<int> weights, Span<byte> target, int rowBytes)
    {
        for (int x = 0; x < rowBytes; x++)
        {
            int sum = AxisWeights.Half;
            int at = x;
            foreach (int weight in weights)
            {
                sum += source[at] * weight;
                at += stride;
            }

            target[x] = (byte)Math.Clamp(sum >> AxisWeights.FractionBits, 0, 255);
        }
    }

    // The vector code reads and writes at most 15 bytes behind a row.
    private static void CheckPadding(
        ReadOnlySpan<byte> source, int stride, ReadOnlySpan<int> weights, Span<byte> target, int rowBytes)
    {
        long needed = ((long)(weights.Length - 1) * stride) + rowBytes + RgbImage.Padding - 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Length, needed, nameof(source));
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, rowBytes + RgbImage.Padding - 1, nameof(target));
    }
}
