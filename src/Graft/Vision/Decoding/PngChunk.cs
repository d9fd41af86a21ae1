using System.Text;

namespace Graft.Vision.Decoding;

/// <summary>One chunk of a PNG file: length, four letters, body, CRC of letters and body.</summary>
internal readonly ref struct PngChunk
{
    /// <summary>Bytes of a chunk besides its body.</summary>
    public const int Overhead = 12;

    private readonly ReadOnlySpan<byte> _kind;

    private PngChunk(ReadOnlySpan<byte> kind, long start, uint length)
    {
        _kind = kind;
        Start = start;
        Length = length;
    }

    /// <summary>Where the body begins.</summary>
    public long Start { get; }

    /// <summary>Bytes of the body.</summary>
    public uint Length { get; }

    /// <summary>Where the next chunk begins; past the end of the file if this one is cut.</summary>
    public long Next => Start + Length + 4;

    /// <summary>Reads length and kind of the chunk at a byte; the body may be cut.</summary>
    public static PngChunk Read(EncodedImage file, long at) => new(file.Slice(at + 4, 4), at + 8, file.UInt32Big(at));

    /// <summary>Whether the chunk is of a kind.</summary>
    public bool Is(ReadOnlySpan<byte> letters) => _kind.SequenceEqual(letters);

    /// <summary>The body.</summary>
    public ReadOnlySpan<byte> Body(EncodedImage file) => file.Slice(Start, Length);

    /// <summary>Throws if the chunk is cut, or is not what was once written.</summary>
    public void CheckCrc(EncodedImage file)
    {
        if (file.UInt32Big(Start + Length) != Crc32.Compute(file.Slice(Start - 4, (long)Length + 4)))
        {
            throw file.Error($"The PNG is damaged: wrong checksum of chunk {Encoding.Latin1.GetString(_kind)} at byte {Start - 8}.");
        }
    }
}
