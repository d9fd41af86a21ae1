using System.Runtime.InteropServices;

namespace Graft.Tensors;

/// <summary>A tensor on its way into a file. Its bytes are asked for only when its turn comes, so a model is never held twice.</summary>
/// <param name="Name">The tensor's name in the file.</param>
/// <param name="Format">How its numbers are stored.</param>
/// <param name="Shape">Its dimensions; empty for a single number.</param>
/// <param name="WriteBytes">Writes exactly shape × size bytes, little-endian and row-major, to the stream it is given.</param>
public sealed record TensorToWrite(string Name, NumberFormat Format, IReadOnlyList<long> Shape, Action<Stream> WriteBytes)
{
    private const int ChunkNumbers = 1 << 16;

    /// <summary>A tensor whose bytes are in memory already.</summary>
    /// <param name="name">The tensor's name in the file.</param>
    /// <param name="format">How its numbers are stored.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="bytes">Its bytes, little-endian and row-major.</param>
    public static TensorToWrite FromBytes(string name, NumberFormat format, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes) =>
        new(name, format, shape, stream => stream.Write(bytes.Span));

    /// <summary>A tensor of 32-bit floats in memory, stored as such or narrowed with rounding to nearest, ties to even.</summary>
    /// <param name="name">The tensor's name in the file.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="numbers">Its numbers, row-major.</param>
    /// <param name="format">F32, F16 or BF16.</param>
    /// <exception cref="SafetensorsException">Another format is asked for.</exception>
    public static TensorToWrite FromFloats(
        string name, IReadOnlyList<long> shape, ReadOnlyMemory<float> numbers, NumberFormat format = NumberFormat.F32)
    {
        RequireNarrowable(name, format);
        return new(name, format, shape, stream => WriteFloats(stream, numbers.Span, format));
    }

    /// <summary>A tensor of 64-bit integers in memory.</summary>
    /// <param name="name">The tensor's name in the file.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="numbers">Its numbers, row-major.</param>
    public static TensorToWrite FromInt64s(string name, IReadOnlyList<long> shape, ReadOnlyMemory<long> numbers) =>
        new(name, NumberFormat.I64, shape, stream => stream.Write(MemoryMarshal.AsBytes(numbers.Span)));

    /// <summary>Throws unless floats can be stored in a format here: as they are, or as halves or brain floats.</summary>
    internal static void RequireNarrowable(string name, NumberFormat format)
    {
        if (format is not (NumberFormat.F32 or NumberFormat.F16 or NumberFormat.BF16))
        {
            throw new SafetensorsException(
                $"32-bit floats can be stored as F32, F16 or BF16, not as {format.FileName()}.", null, $"tensor {Quoted.Name(name)}");
        }
    }

    /// <summary>Writes floats in a format, converting a chunk at a time.</summary>
    internal static void WriteFloats(Stream stream, ReadOnlySpan<float> numbers, NumberFormat format)
    {
        if (format == NumberFormat.F32)
        {
            stream.Write(MemoryMarshal.AsBytes(numbers));
            return;
        }

        ushort[] chunk = new ushort[Math.Min(ChunkNumbers, numbers.Length)];
        while (!numbers.IsEmpty)
        {
            ReadOnlySpan<float> from = numbers[..Math.Min(chunk.Length, numbers.Length)];
            Span<ushort> to = chunk.AsSpan(0, from.Length);
            if (format == NumberFormat.F16)
            {
                FloatConversion.SingleToHalf(from, to);
            }
            else
            {
                FloatConversion.SingleToBFloat16(from, to);
            }

            stream.Write(MemoryMarshal.AsBytes(to));
            numbers = numbers[from.Length..];
        }
    }
}
