namespace Graft.Vision;

/// <summary>Reads the encoded bytes of pictures.</summary>
internal static class ImageFile
{
    /// <summary>The whole file.</summary>
    /// <exception cref="ImageDecodeException">The file is missing or cannot be read, or the path is none.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new ImageDecodeException("The file cannot be read: " + error.Message, path, error);
        }
    }
}
