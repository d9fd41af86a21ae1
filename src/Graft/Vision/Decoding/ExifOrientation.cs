using System.Buffers.Binary;

namespace Graft.Vision.Decoding;

/// <summary>
/// Finds the orientation (tag 0x0112) in an EXIF block, which is a small TIFF file. Damage is never an error:
/// what can be read is obeyed, the rest ignored.
/// </summary>
internal static class ExifOrientation
{
    /// <summary>The orientation that means upright.</summary>
    public const int Upright = 1;

    private const int OrientationTag = 0x0112;
    private const int ShortType = 3;
    private const int EntryBytes = 12;

    /// <summary>The orientation 1..8, or <see cref="Upright"/> where there is none that can be read.</summary>
    /// <param name="exif">From the byte order mark on, or with "Exif\0\0" before it.</param>
    public static int Read(ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith("Exif\0\0"u8))
        {
            exif = exif[6..];
        }

        bool little = exif.StartsWith("II"u8);
        if (exif.Length < 8 || (!little && !exif.StartsWith("MM"u8)))
        {
            return Upright;
        }

        uint directory = little
            ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (directory > exif.Length - 2)
        {
            return Upright;
        }

        ReadOnlySpan<byte> entries = exif[(int)directory..];
        int count = UInt16(entries, little);
        entries = entries[2..];
        for (int i = 0; i < count && entries.Length >= EntryBytes; i++, entries = entries[EntryBytes..])
        {
            if (UInt16(entries, little) == OrientationTag && UInt16(entries[2..], little) == ShortType)
            {
                int value = UInt16(entries[8..], little);
                return value is >= 1 and <= 8 ? value : Upright;
            }
        }

        return Upright;
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
