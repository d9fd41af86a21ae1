using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Graft.Data.Reading;

/// <summary>Reads text files as checked UTF-8, and tells files that are not what their name says.</summary>
internal static class FileContent
{
    private static readonly (byte[] Start, string What)[] Signatures =
    [
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a PNG image"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image"),
        ("GIF8"u8.ToArray(), "a GIF image"),
        ("RIFF"u8.ToArray(), "a RIFF file (WebP, sound or video)"),
        ("%PDF"u8.ToArray(), "a PDF document"),
        ([(byte)'P', (byte)'K', 3, 4], "a ZIP archive (or an Excel or Word file)"),
        ([0x1F, 0x8B], "a gzip archive"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel or Word file"),
        ("SQLite format 3"u8.ToArray(), "an SQLite database"),
        ("PAR1"u8.ToArray(), "a Parquet file"),
        ("ARROW1"u8.ToArray(), "an Arrow file"),
        ("version https://git-lfs"u8.ToArray(), "a Git LFS pointer, not the data itself"),
        ("<!DOCTYPE"u8.ToArray(), "an HTML page"),
        ("<!doctype"u8.ToArray(), "an HTML page"),
        ("<html"u8.ToArray(), "an HTML page"),
        ("<HTML"u8.ToArray(), "an HTML page"),
        ("<?xml"u8.ToArray(), "an XML file"),
    ];

    /// <summary>What a file's first bytes say it is, or null if they say nothing.</summary>
    public static string? Recognise(ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> text = start.TrimStart(" \t\r\n"u8);
        foreach ((byte[] signature, string what) in Signatures)
        {
            if (start.StartsWith(signature) || (signature[0] == (byte)'<' && text.StartsWith(signature)))
            {
                return what;
            }
        }

        return null;
    }

    /// <summary>Whether the first bytes are those of an image.</summary>
    public static bool IsImage(ReadOnlySpan<byte> start) =>
        start.StartsWith("BM"u8) || (Recognise(start) is { } what && what.Contains(" image", StringComparison.Ordinal))
        || (start.Length > 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8));

    /// <summary>Fails if a file is of another kind than its name says.</summary>
    public static void RefuseOther(string path, ReadOnlySpan<byte> start, string expected)
    {
        if (Recognise(start) is { } what)
        {
            throw new DataException(
                $"This is {what}, not {expected}.",
                path,
                remedy: what.StartsWith("a Git LFS", StringComparison.Ordinal) ? "Fetch the data with 'git lfs pull'."
                    : what.StartsWith("an HTML", StringComparison.Ordinal) ? "A page was saved instead of the file: download it again."
                    : "Give the file its right ending, or convert it to CSV, JSON Lines or Parquet.");
        }
    }

    /// <summary>Reads a whole text file: UTF-8 with or without byte order mark, or UTF-16 with one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">"a CSV file", for messages.</param>
    /// <returns>Valid UTF-8 without byte order mark or NUL.</returns>
    /// <exception cref="DataException">The file is missing, empty, too large, of another kind, or not such text.</exception>
    public static ReadOnlyMemory<byte> ReadText(string path, string expected)
    {
        byte[] bytes = ReadAll(path);
        return CheckText(bytes, path, expected);
    }

    /// <summary>Reads a whole file that is a text itself, as <see cref="ReadText"/> does: it may be empty or blank, and begin with any words.</summary>
    /// <exception cref="DataException">The file is missing, too large, of another kind, or not text.</exception>
    public static ReadOnlyMemory<byte> ReadFreeText(string path)
    {
        byte[] bytes = ReadAll(path);
        if (IsUtf16(bytes))
        {
            return FromUtf16(bytes, path);
        }

        // A text may begin with "RIFF" or "<html>". What such letters are the signature of has bytes that are no text, but for these.
        int start = MarkLength(bytes);
        bool isText = !bytes.Contains((byte)0) && Utf8.IsValid(bytes.AsSpan(start));
        if (!isText || bytes.AsSpan().StartsWith("PK\u0003\u0004"u8) || bytes.AsSpan().StartsWith("%PDF"u8) || bytes.AsSpan().StartsWith("version https://git-lfs"u8))
        {
            RefuseOther(path, bytes, "a text file");
            RefuseInvalid(bytes.AsSpan(start), start, path);
        }

        return bytes.AsMemory(start);
    }

    /// <summary>Checks bytes that are to be text, as <see cref="ReadText"/> does.</summary>
    public static ReadOnlyMemory<byte> CheckText(byte[] bytes, string path, string expected)
    {
        if (bytes.Length == 0)
        {
            throw new DataException("The file is empty (0 bytes).", path, remedy: "Write, copy or download it again.");
        }

        RefuseOther(path, bytes, expected);
        if (IsUtf16(bytes))
        {
            return RefuseBlank(FromUtf16(bytes, path), path);
        }

        int start = MarkLength(bytes);
        RefuseInvalid(bytes.AsSpan(start), start, path);
        return RefuseBlank(bytes.AsMemory(start), path);
    }

    /// <summary>Whether a file begins with a byte order mark of UTF-16.</summary>
    public static bool IsUtf16(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);

    /// <summary>The length in bytes of UTF-8's byte order mark at a file's beginning; 0 for none.</summary>
    public static int MarkLength(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;

    /// <summary>Fails if a part of a file is not UTF-8, or holds a NUL.</summary>
    /// <param name="text">The part.</param>
    /// <param name="offset">Where it begins in the file.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">It is not; the message has the place of the first byte that is wrong.</exception>
    public static void RefuseInvalid(ReadOnlySpan<byte> text, long offset, string path)
    {
        int nul = text.IndexOf((byte)0);
        if (nul >= 0)
        {
            throw new DataException(
                "There is a NUL byte in what should be text.",
                path,
                $"byte {offset + nul}",
                "Save the file as UTF-8: it is UTF-16 without a byte order mark, or not text.");
        }

        if (Utf8.IsValid(text))
        {
            return;
        }

        int at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        throw new DataException(
            $"The byte 0x{text[at]:X2} is not UTF-8.",
            path,
            $"byte {offset + at}",
            "Save the file as UTF-8 (in Excel: 'CSV UTF-8'), or convert it: iconv -f WINDOWS-1252 -t UTF-8.");
    }

    private static ReadOnlyMemory<byte> RefuseBlank(ReadOnlyMemory<byte> text, string path) =>
        text.Span.TrimStart(" \t\r\n"u8).IsEmpty ? throw new DataException("The file holds nothing but blanks.", path) : text;

    private static byte[] ReadAll(string path)
    {
        if (Directory.Exists(path))
        {
            throw new DataException("This is a folder, not a file.", path);
        }

        try
        {
            return new FileInfo(path).Length <= Array.MaxLength
                ? File.ReadAllBytes(path)
                : throw new DataException("The file is larger than 2 GB.", path, remedy: "Convert it to Parquet, which is read piece by piece, or split it.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DataException($"The file cannot be read: {error.Message}", path, innerException: error);
        }
    }

    private static ReadOnlyMemory<byte> FromUtf16(byte[] bytes, string path)
    {
        bool bigEndian = bytes[0] == 0xFE;
        int offset = 2;
        for (; offset + 1 < bytes.Length; offset += 2)
        {
            char unit = Unit(offset);
            bool paired = char.IsHighSurrogate(unit) && offset + 3 < bytes.Length && char.IsLowSurrogate(Unit(offset + 2));
            if (unit == '\0' || (char.IsSurrogate(unit) && !paired))
            {
                break;
            }

            offset += paired ? 2 : 0;
        }

        return offset == bytes.Length
            ? Encoding.UTF8.GetBytes((bigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(bytes, 2, bytes.Length - 2))
            : throw new DataException("The byte order mark says UTF-16, but this is not.", path, $"byte {offset}", "Save the file as UTF-8.");

        char Unit(int at) => (char)(bigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at))
            : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at)));
    }
}
