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
    private const int EntryBytes = 12;

    /// <summary>The orientation to obey: what EXIF states, else what XMP states, and upright where that is not 1..8.</summary>
    public static int Resolve(int? exif, int? xmp = null) => (exif ?? xmp) is int value and >= 1 and <= 8 ? value : Upright;

    /// <summary>The number of the orientation entry, whatever it is, or null where none can be read.</summary>
    /// <param name="exif">From the byte order mark on, or with "Exif\0\0" before it.</param>
    public static int? Find(ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith("Exif\0\0"u8))
        {
            exif = exif[6..];
        }

        bool little = exif.StartsWith("II"u8);
        if (exif.Length < 8 || (!little && !exif.StartsWith("MM"u8)))
        {
            return null;
        }

        uint directory = little
            ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (directory > exif.Length - 2)
        {
            return null;
        }

        ReadOnlySpan<byte> entries = exif[(int)directory..];
        int count = UInt16(entries, little);
        entries = entries[2..];
        for (int i = 0; i < count && entries.Length >= EntryBytes; i++, entries = entries[EntryBytes..])
        {
            if (UInt16(entries, little) == OrientationTag)
            {
                return Value(entries, little);
            }
        }

        return null;
    }

    // A number of one, two or four bytes at the start of the entry's last four.
    private static int? Value(ReadOnlySpan<byte> entry, bool little) => UInt16(entry[2..], little) switch
    {
        1 => entry[8],
        3 => UInt16(entry[8..], little),
        4 => UInt16(entry[(little ? 8 : 10)..], little),
        _ => null,
    };

    private static int UInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
