using System.Globalization;
using System.Security.Cryptography;
using Graft.Tensors;

namespace Graft.Hub;

/// <summary>A piece of a file of the hub. One that is kept on the disk tells by its name where it belongs and how its content begins to hash.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte after the last.</param>
/// <param name="Path">Where it lies; empty if it is in memory.</param>
internal sealed record RangePiece(long Start, long End, string Path)
{
    private const int HashDigits = 16;

    /// <summary>The content, where it is kept in memory alone; else null.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The pieces in a folder; other files are passed over.</summary>
    public static IEnumerable<RangePiece> In(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(Parse).OfType<RangePiece>() : [];

    /// <summary>Keeps a piece.</summary>
    public static RangePiece Write(string folder, long start, byte[] content)
    {
        Directory.CreateDirectory(folder);
        long end = start + content.Length;
        string path = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{start}-{end}-{Hash(content)}"));
        AtomicFile.Write(path, stream => stream.Write(content), content.Length);
        return new RangePiece(start, end, path);
    }

    /// <summary>The content, or null if it is not what was written.</summary>
    public byte[]? Read()
    {
        if (Content is not null)
        {
            return Content;
        }

        if (!File.Exists(Path) || new FileInfo(Path).Length != End - Start)
        {
            return null;
        }

        byte[] content = File.ReadAllBytes(Path);
        return Path.EndsWith("-" + Hash(content), StringComparison.Ordinal) ? content : null;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content))[..HashDigits];

    private static RangePiece? Parse(string path)
    {
        string[] parts = System.IO.Path.GetFileName(path).Split('-');
        return parts.Length == 3 && parts[2].Length == HashDigits
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long start)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long end) && end > start
            ? new RangePiece(start, end, path) : null;
    }
}
