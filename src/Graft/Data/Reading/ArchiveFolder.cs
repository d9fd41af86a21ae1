using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Graft.Native;
using Graft.Tensors;
using Graft.Vision.Decoding;

namespace Graft.Data.Reading;

/// <summary>
/// Unpacks a .zip, .tar, .tar.gz or .tgz into a folder of the user's cache, once for each content, to be read as any folder.
/// Nothing in an archive is trusted: names must stay inside, links and devices are refused, sizes are bounded.
/// </summary>
internal static class ArchiveFolder
{
    private const int MostEntries = 10_000_000;

    /// <summary>Images and texts pack by far less; what unpacks to more is made to fill disks.</summary>
    private const long LargestRatio = 1000;

    /// <summary>What may be unpacked whatever the ratio.</summary>
    private const long SmallBytes = 1L << 28;

    private const int BufferBytes = 1 << 16;

    private static readonly string[] Endings = [".zip", ".tar", ".tar.gz", ".tgz"];

    /// <summary>Whether a file's ending is that of an archive.</summary>
    public static bool IsArchive(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>The folder with an archive's content.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="cache">Where unpacked archives are kept; null is graft/archives in the user's cache folder.</param>
    /// <exception cref="DataException">The archive is damaged, has a name that leads outside, a link, or too much in it; or the disk is full.</exception>
    public static string Unpack(string path, string? cache = null)
    {
        string? temporary = null;
        try
        {
            using FileStream file = File.OpenRead(path);
            string target = Path.Combine(cache ?? UserCache.Folder("archives"), Convert.ToHexStringLower(SHA256.HashData(file)));
            if (Directory.Exists(target))
            {
                return target;
            }

            file.Position = 0;
            temporary = Directory.CreateDirectory($"{target}.{Guid.NewGuid():n}.tmp").FullName;
            long most = Math.Min(Math.Max(SmallBytes, file.Length * LargestRatio), DiskSpace.Available(temporary) ?? long.MaxValue);
            Unpack(file, path, temporary, most);
            try
            {
                Directory.Move(temporary, target);
            }
            catch (IOException) when (Directory.Exists(target))
            {
                // Another process was faster; its content is the same.
                return target;
            }

            return target;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"The archive cannot be unpacked: {error.Message}", path, remedy: "Make or download it again, or unpack it yourself and name the folder.", innerException: error);
        }
        finally
        {
            if (temporary is not null && Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private static void Unpack(FileStream file, string path, string target, long most)
    {
        int entries = 0;
        long left = most;
        foreach ((string name, Stream? content, ZipArchiveEntry? packed) in path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? ZipEntries(file, path) : TarEntries(file, path, most))
        {
            if (++entries > MostEntries)
            {
                throw new DataException($"The archive holds more than {MostEntries:N0} entries.", path);
            }

            string inside = name.TrimEnd('/');
            if (inside.StartsWith("./", StringComparison.Ordinal))
            {
                inside = inside[2..];
            }

            if (inside.Length == 0 || inside == ".")
            {
                continue;
            }

            if (!IsInside(inside))
            {
                throw new DataException($"The archive has an entry {Quoted.Name(name)}, which leads out of its folder.", path, remedy: "Nothing of it was kept. Do not trust this archive.");
            }

            string place = Path.Combine(target, inside.Replace('/', Path.DirectorySeparatorChar));
            if (content is null)
            {
                Directory.CreateDirectory(place);
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            using var output = new FileStream(place, FileMode.CreateNew, FileAccess.Write);
            (long length, uint crc) = Copy(content, output, ref left, path, most);
            if (packed is not null && (length != packed.Length || crc != packed.Crc32))
            {
                throw new InvalidDataException($"the entry {Quoted.Name(name)} is damaged: its {(length != packed.Length ? "length" : "checksum")} is not the one that the archive names.");
            }
        }
    }

    // The sizes that an archive claims are not believed: what comes is counted.
    private static (long Length, uint Crc) Copy(Stream content, Stream output, ref long left, string path, long most)
    {
        byte[] buffer = new byte[BufferBytes];
        long before = left;
        uint crc = 0;
        for (int read = content.Read(buffer); read > 0; read = content.Read(buffer))
        {
            left -= read;
            if (left < 0)
            {
                throw new DataException($"The archive unpacks to more than {most:N0} bytes, which its size or the free disk allows.", path, remedy: "Nothing of it was kept. Unpack it yourself if you trust it.");
            }

            crc = Crc32.Compute(buffer.AsSpan(0, read), crc);
            output.Write(buffer, 0, read);
        }

        return (before - left, crc);
    }

    private static IEnumerable<(string Name, Stream? Content, ZipArchiveEntry? Packed)> ZipEntries(FileStream file, string path)
    {
        const int LinkMode = 0xA000, KindMask = 0xF000, ModeShift = 16;
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (((entry.ExternalAttributes >> ModeShift) & KindMask) == LinkMode)
            {
                throw Link(entry.FullName, path);
            }

            if (entry.IsEncrypted)
            {
                throw new DataException($"The entry {Quoted.Name(entry.FullName)} of the archive is encrypted.", path, remedy: "Unpack it yourself and name the folder.");
            }

            using Stream? content = entry.FullName.EndsWith('/') ? null : entry.Open();
            yield return (entry.FullName, content, entry);
        }
    }

    private static IEnumerable<(string Name, Stream? Content, ZipArchiveEntry? Packed)> TarEntries(FileStream file, string path, long most)
    {
        using Stream unpacked = path.EndsWith("gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
        using var tar = new TarReader(unpacked, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            switch (entry.EntryType)
            {
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    yield return (entry.Name, entry.DataStream ?? Stream.Null, null);
                    break;
                case TarEntryType.Directory:
                    yield return (entry.Name, null, null);
                    break;
                case TarEntryType.GlobalExtendedAttributes:
                    break;
                default:
                    throw Link(entry.Name, path);
            }
        }

        // The checksum of what gzip packed stands at its end, behind the last entry.
        if (unpacked is GZipStream)
        {
            Copy(unpacked, Stream.Null, ref most, path, most);
        }
    }

    // The same on every system: no "..", no root, no drive, no backslash.
    private static bool IsInside(string name) => !name.Any(letter => char.IsControl(letter) || letter is '\\' or ':')
        && name.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));

    private static DataException Link(string name, string path) => new(
        $"The archive has an entry {Quoted.Name(name)}, which is a link or a device, not a file.", path, remedy: "Nothing of it was kept. Pack plain files.");
}
