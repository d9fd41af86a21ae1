using System.Security.Cryptography;
using System.Text;
using Graft.Data.Reading;

namespace Graft.Hub;

/// <summary>Checks a file's content against its etag: the sha256 of a large file, or the sha1 that git gives a blob.</summary>
internal static class BlobChecksum
{
    private const int Sha256Digits = 64;
    private const int Sha1Digits = 40;
    private const int BufferBytes = 1 << 20;

    /// <summary>Whether an etag tells how to check the content.</summary>
    public static bool Tells(string etag) => etag.Length is Sha256Digits or Sha1Digits && etag.All(char.IsAsciiHexDigit);

    /// <summary>What is wrong with a file's content, in a sentence; null if it is as it should be.</summary>
    public static string? Problem(string path, string etag, long? length)
    {
        long actual = new FileInfo(path).Length;
        string? problem = length is { } expected && actual != expected ? $"It has {actual:N0} bytes, not {expected:N0}."
            : !Tells(etag) ? null
            : etag.Length == Sha256Digits ? Compare("sha256", Sha256(path), etag)
            : Compare("git sha1", GitSha1(path, actual), etag);
        return Recognised(path) is { } what && (problem is not null || !Tells(etag)) ? $"It is {what}." : problem;
    }

    /// <summary>The sha256 of a file.</summary>
    public static string Sha256(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return Digest(hash, path);
    }

    /// <summary>The sha1 that git gives a blob of this content: that of "blob (length)", a NUL, and the content.</summary>
    public static string GitSha1(string path, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes($"blob {length}\0"));
        return Digest(hash, path);
    }

    private static string? Compare(string name, string actual, string expected) =>
        string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase) ? null : $"Its {name} is {actual}, not {expected}.";

    private static string Digest(IncrementalHash hash, string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        byte[] buffer = new byte[BufferBytes];
        for (int read = file.Read(buffer); read > 0; read = file.Read(buffer))
        {
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // What a sign-in page or a repository without its large files sends in the place of a file.
    private static string? Recognised(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] start = new byte[64];
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        string? what = FileContent.Recognise(start.AsSpan(0, read));
        return what is not null && (what.Contains("HTML", StringComparison.Ordinal) || what.Contains("pointer", StringComparison.Ordinal)) ? what : null;
    }
}
