using System.Security.Cryptography;
using System.Text;

namespace Graft.LocalHub;

/// <summary>A file of a repository: in memory, or on the disk.</summary>
public sealed class LocalFile
{
    private const int LargeFrom = 1 << 20;

    private readonly string? _path;
    private readonly byte[]? _content;

    private LocalFile(string? path, byte[]? content, bool isLarge)
    {
        _path = path;
        _content = content;
        Length = content?.Length ?? new FileInfo(path!).Length;
        IsLarge = isLarge || Length >= LargeFrom;
        using Stream stream = Open();
        byte[] start = IsLarge ? [] : Encoding.ASCII.GetBytes($"blob {Length}\0");
        using var hash = IncrementalHash.CreateHash(IsLarge ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        hash.AppendData(start);
        byte[] buffer = new byte[1 << 18];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            hash.AppendData(buffer, 0, read);
        }

        Etag = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>Whether it lies on the other host, under its sha256.</summary>
    public bool IsLarge { get; }

    /// <summary>Its sha256 if it is large, else its git blob sha1.</summary>
    public string Etag { get; }

    /// <summary>A file from the disk.</summary>
    public static LocalFile Of(string path, bool isLarge = false) => new(path, null, isLarge);

    /// <summary>A file in memory.</summary>
    public static LocalFile Of(byte[] content, bool isLarge = false) => new(null, content, isLarge);

    /// <summary>Reads it.</summary>
    public Stream Open() => _content is not null ? new MemoryStream(_content, writable: false) : File.OpenRead(_path!);
}
