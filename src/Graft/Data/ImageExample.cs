using Graft.Vision;

namespace Graft.Data;

/// <summary>An image to classify, still encoded: a file that is read when it is needed, or bytes in memory.</summary>
public sealed record ImageExample : Example
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string? _path;

    private ImageExample(string name, string? path, ReadOnlyMemory<byte> bytes)
    {
        Name = name;
        Origin = name;
        _path = path;
        _bytes = bytes;
    }

    /// <summary>The image's path, or the name that goes with its bytes: what messages call it.</summary>
    public string Name { get; }

    /// <summary>The path of the image's file, or null if it is bytes in memory.</summary>
    public string? Path => _path;

    /// <summary>An image in a file. The file is not opened yet.</summary>
    public static ImageExample FromFile(string path) => new(path, path, default);

    /// <summary>An image whose encoded bytes are in memory.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="bytes">The file's content (PNG, JPEG, …); not copied.</param>
    public static ImageExample FromBytes(string name, ReadOnlyMemory<byte> bytes) => new(name, null, bytes);

    /// <summary>How many bytes the encoded image has; 0 if its file is missing or cannot be reached.</summary>
    internal long EncodedLength => _path is null ? _bytes.Length : File.Exists(_path) ? new FileInfo(_path).Length : 0;

    /// <summary>The encoded bytes, read from the file if the image is in one.</summary>
    /// <exception cref="DataException">The file is missing, is empty or cannot be read.</exception>
    public ReadOnlyMemory<byte> ReadBytes()
    {
        if (_path is null)
        {
            return _bytes.IsEmpty ? throw new DataException("The image has no bytes.", Origin) : _bytes;
        }

        try
        {
            byte[] bytes = ImageFile.Read(_path);
            return bytes.Length > 0 ? bytes : throw new DataException("The image file is empty (0 bytes).", _path);
        }
        catch (ImageDecodeException error)
        {
            throw new DataException($"The image cannot be read: {error.InnerException!.Message}", _path, innerException: error.InnerException);
        }
    }
}
