using System.Buffers.Binary;

namespace Graft.Vision.Decoding;

/// <summary>The bytes of a picture file, with reads that end in a typed error instead of past the end.</summary>
/// <param name="bytes">The whole file.</param>
/// <param name="name">What errors call it.</param>
internal readonly ref struct EncodedImage(ReadOnlySpan<byte> bytes, string? name)
{
    /// <summary>The whole file.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>What errors call the file.</summary>
    public string? Name { get; } = name;

    /// <summary>Number of bytes.</summary>
    public int Length => Bytes.Length;

    /// <summary>Part of the file, or an error that says it is cut.</summary>
    public ReadOnlySpan<byte> Slice(long start, long length)
    {
        if (start < 0 || length < 0 || start > Bytes.Length || length > Bytes.Length - start)
        {
            throw Truncated();
        }

        return Bytes.Slice((int)start, (int)length);
    }

    /// <summary>One byte.</summary>
    public byte Byte(long at) => Slice(at, 1)[0];

    /// <summary>Two bytes, low first.</summary>
    public int UInt16Little(long at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(at, 2));

    /// <summary>Two bytes, high first.</summary>
    public int UInt16Big(long at) => BinaryPrimitives.ReadUInt16BigEndian(Slice(at, 2));

    /// <summary>Four bytes, low first.</summary>
    public uint UInt32Little(long at) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(at, 4));

    /// <summary>Four bytes, high first.</summary>
    public uint UInt32Big(long at) => BinaryPrimitives.ReadUInt32BigEndian(Slice(at, 4));

    /// <summary>An error about this file.</summary>
    public ImageDecodeException Error(string problem, Exception? inner = null) => new(problem, Name, inner);

    /// <summary>The error for a file that ends too early.</summary>
    public ImageDecodeException Truncated(Exception? inner = null) =>
        Error($"The file is cut: it ends after {Bytes.Length} bytes, before its picture does.", inner);
}
