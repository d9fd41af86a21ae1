namespace Graft.Vision.Decoding;

/// <summary>The first directory of a TIFF file (TIFF 6.0), as far as uncompressed pictures need it.</summary>
internal sealed class TiffHeader
{
    private const int EntryBytes = 12;
    private const uint PremultipliedAlpha = 1;

    private readonly HashSet<int> _seen = [];

    /// <summary>Whether numbers come low byte first.</summary>
    public bool Little { get; private init; }

    /// <summary>Columns.</summary>
    public int Width { get; private set; }

    /// <summary>Rows.</summary>
    public int Height { get; private set; }

    /// <summary>Bits of every sample of a pixel.</summary>
    public uint[] Bits { get; private set; } = [1];

    /// <summary>1 is none.</summary>
    public uint Compression { get; private set; } = 1;

    /// <summary>0 white is zero, 1 black is zero, 2 RGB, 3 palette.</summary>
    public uint Photometric { get; private set; }

    /// <summary>Samples a pixel.</summary>
    public uint Samples { get; private set; } = 1;

    /// <summary>Rows a strip.</summary>
    public uint RowsPerStrip { get; private set; } = uint.MaxValue;

    /// <summary>1 pixel by pixel, 2 plane by plane.</summary>
    public uint Planar { get; private set; } = 1;

    /// <summary>Order of the bits in a byte: 1 from the high one, 2 from the low one.</summary>
    public uint FillOrder { get; private set; } = 1;

    /// <summary>Whether the sample behind the colour is an alpha by which the colour was multiplied.</summary>
    public bool IsPremultiplied { get; private set; }

    /// <summary>EXIF orientation, 1..8.</summary>
    public int Orientation { get; private set; } = ExifOrientation.Upright;

    /// <summary>Byte at which each strip begins.</summary>
    public uint[] StripStarts { get; private set; } = [];

    /// <summary>Reds, then greens, then blues, 16 bits each.</summary>
    public uint[] ColourMap { get; private set; } = [];

    /// <summary>Reads the first directory.</summary>
    public static TiffHeader Read(EncodedImage file)
    {
        var header = new TiffHeader { Little = file.Byte(0) == (byte)'I' };
        long at = header.UInt32(file, 4);
        int count = header.UInt16(file, at);
        for (int i = 0; i < count; i++)
        {
            header.Take(file, at + 2 + (i * EntryBytes));
        }

        return header;
    }

    /// <summary>The part of the header that all formats have.</summary>
    public ImageHeader ToImageHeader() => new(ImageFormat.Tiff, Width, Height, Orientation);

    // Of a tag that stands several times the first entry counts: each may point at as many numbers as the file has room for.
    private void Take(EncodedImage file, long entry)
    {
        int tag = UInt16(file, entry);
        if (!_seen.Add(tag))
        {
            return;
        }

        switch (tag)
        {
            case 256:
                Width = Size(file, entry);
                break;
            case 257:
                Height = Size(file, entry);
                break;
            case 258:
                Bits = Values(file, entry);
                break;
            case 259:
                Compression = Value(file, entry);
                break;
            case 262:
                Photometric = Value(file, entry);
                break;
            case 266:
                FillOrder = Value(file, entry);
                break;
            case 273:
                StripStarts = Values(file, entry);
                break;
            case 274:
                Orientation = ExifOrientation.Resolve((int)Math.Min(Value(file, entry), 9));
                break;
            case 277:
                Samples = Value(file, entry);
                break;
            case 278:
                RowsPerStrip = Value(file, entry);
                break;
            case 284:
                Planar = Value(file, entry);
                break;
            case 320:
                ColourMap = Values(file, entry);
                break;
            case 338:
                IsPremultiplied = Value(file, entry) == PremultipliedAlpha;
                break;
        }
    }

    private int Size(EncodedImage file, long entry) => (int)Math.Min(Value(file, entry), int.MaxValue);

    private uint Value(EncodedImage file, long entry) => Values(file, entry) is [uint first, ..] ? first : 0;

    // Numbers of 1, 2 or 4 bytes; up to four bytes lie in the entry itself.
    private uint[] Values(EncodedImage file, long entry)
    {
        int size = UInt16(file, entry + 2) switch
        {
            1 => 1,
            3 => 2,
            4 => 4,
            int type => throw file.Error($"TIFF tag {UInt16(file, entry)} has the unsupported type {type}."),
        };
        long count = UInt32(file, entry + 4);
        long at = count * size <= 4 ? entry + 8 : UInt32(file, entry + 8);
        file.Slice(at, count * size);
        var values = new uint[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = size switch
            {
                1 => file.Byte(at + i),
                2 => (uint)UInt16(file, at + (i * 2)),
                _ => UInt32(file, at + (i * 4)),
            };
        }

        return values;
    }

    private int UInt16(EncodedImage file, long at) => Little ? file.UInt16Little(at) : file.UInt16Big(at);

    private uint UInt32(EncodedImage file, long at) => Little ? file.UInt32Little(at) : file.UInt32Big(at);
}
