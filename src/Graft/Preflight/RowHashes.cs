using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Graft.Data;
using Graft.Tensors;

namespace Graft.Preflight;

/// <summary>A number for each row's content: the text with its pair, or the image file's bytes.</summary>
internal static class RowHashes
{
    /// <summary>Hashes all rows. Empty texts have 0, as they are not the same row for being empty.</summary>
    /// <exception cref="DataException">An image cannot be read.</exception>
    public static UInt128[] Of(Dataset dataset)
    {
        var hashes = new UInt128[dataset.Count];
        ParallelErrors.Unwrap(() => Parallel.For(0, dataset.Count, row => hashes[row] = Of(dataset[row])));
        return hashes;
    }

    /// <summary>Hashes a row.</summary>
    public static UInt128 Of(Example example)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        switch (example)
        {
            case TextExample text when text.Text.Length + (text.TextPair?.Length ?? 0) == 0:
                return 0;
            case TextExample text:
                HashText(text.TextPair is null ? text.Text : $"{text.Text}\0{text.TextPair}", hash);
                break;
            default:
                SHA256.HashData(((ImageExample)example).ReadBytes().Span, hash);
                break;
        }

        return BitConverter.ToUInt128(hash);
    }

    private static void HashText(string text, Span<byte> hash)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        SHA256.HashData(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)), hash);
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
