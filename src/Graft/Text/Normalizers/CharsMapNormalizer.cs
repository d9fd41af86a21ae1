using System.Buffers.Binary;
using System.Globalization;
using Graft.Text.Unicode;

namespace Graft.Text.Normalizers;

/// <summary>
/// SentencePiece's precompiled normalization: a double-array trie from UTF-8 strings to replacements. Grapheme clusters
/// of fewer than 6 bytes are looked up as a whole, all others character by character; the shortest key that a string
/// begins with replaces all of it.
/// </summary>
internal sealed class CharsMapNormalizer : INormalizer
{
    private const int LongestCluster = 5;

    private readonly uint[] _trie;
    private readonly byte[] _replacements;
    private readonly string?[] _ascii = new string?[128]; // null: stays as it is

    private CharsMapNormalizer(uint[] trie, byte[] replacements)
    {
        _trie = trie;
        _replacements = replacements;
        for (int c = 0; c < _ascii.Length; c++)
        {
            _ascii[c] = Find([(byte)c]) is { } replacement && replacement != ((char)c).ToString() ? replacement : null;
        }
    }

    /// <summary>Reads the map: the trie's size in bytes, the trie, the replacements with a 0 behind each.</summary>
    /// <param name="data">The map.</param>
    /// <param name="error">Makes the error for what is wrong.</param>
    public static CharsMapNormalizer Read(ReadOnlySpan<byte> data, Func<string, TokenizerException> error)
    {
        if (data.Length < 4)
        {
            throw error($"the map of characters has {data.Length} bytes, too few for its length.");
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(data);
        if (size % 4 != 0 || size > data.Length - 4 || size < 4)
        {
            throw error($"the map of characters says that its trie has {size} bytes, of the {data.Length - 4} that follow.");
        }

        uint[] trie = new uint[size / 4];
        for (int i = 0; i < trie.Length; i++)
        {
            trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(data[(4 + i * 4)..]);
        }

        return new CharsMapNormalizer(trie, data[(4 + (int)size)..].ToArray());
    }

    public void Normalize(AlignedText text)
    {
        text.BeginRewrite();
        TransformList list = text.Transform;
        list.Clear();
        ReadOnlySpan<char> rest = text.Rest;
        Span<byte> utf8 = stackalloc byte[4 * LongestCluster];
        bool changed = false;
        for (int i = 0; i < rest.Length;)
        {
            char c = rest[i];
            if (c < 0x80 && (i + 1 == rest.Length || (rest[i + 1] < 0x80 && c != '\r')))
            {
                changed |= Replace(list, 1, _ascii[c], c);
                i++;
                continue;
            }

            int length = StringInfo.GetNextTextElementLength(rest[i..]);
            ReadOnlySpan<char> cluster = rest.Slice(i, length);
            i += length;
            if (length <= LongestCluster && System.Text.Encoding.UTF8.GetBytes(cluster, utf8) is var bytes and <= LongestCluster
                && Find(utf8[..bytes]) is { } whole)
            {
                changed |= Replace(list, CodePoints.Count(cluster), whole, 0);
                continue;
            }

            for (int j = 0; j < cluster.Length; j += length)
            {
                int codePoint = CodePoints.At(cluster, j, out length);
                bytes = System.Text.Encoding.UTF8.GetBytes(cluster.Slice(j, length), utf8);
                changed |= Replace(list, 1, Find(utf8[..bytes]), codePoint);
            }
        }

        if (changed)
        {
            text.Apply(list, rest.Length);
        }

        text.EndRewrite();
    }

    /// <summary>Writes a replacement for a number of code points, or where it is null the code point itself.</summary>
    private static bool Replace(TransformList list, int oldCount, string? replacement, int codePoint)
    {
        if (replacement is null)
        {
            list.Add(codePoint, 0);
            return false;
        }

        int newCount = 0;
        for (int i = 0; i < replacement.Length; newCount++)
        {
            list.Add(CodePoints.At(replacement, i, out int length), 0);
            i += length;
        }

        // What there is more is additional; what there is less is taken by the last one before.
        for (int i = 0; i < newCount - oldCount; i++)
        {
            list.Change(list.Count - 1 - i) = 1;
        }

        if (newCount < oldCount && list.Count > 0)
        {
            list.Change(list.Count - 1) += newCount - oldCount;
        }

        return true;
    }

    private string? Find(ReadOnlySpan<byte> key)
    {
        uint position = Offset(_trie[0]);
        foreach (byte b in key)
        {
            if (b == 0)
            {
                return null;
            }

            position ^= b;
            if (position >= _trie.Length || (_trie[position] & 0x8000_00FF) != b)
            {
                return null;
            }

            uint unit = _trie[position];
            position ^= Offset(unit);
            if ((unit & 0x100) != 0)
            {
                return position < _trie.Length ? Replacement((int)(_trie[position] & int.MaxValue)) : null;
            }
        }

        return null;
    }

    private string? Replacement(int start)
    {
        if (start >= _replacements.Length)
        {
            return null;
        }

        int length = _replacements.AsSpan(start).IndexOf((byte)0);
        return System.Text.Encoding.UTF8.GetString(length < 0 ? _replacements.AsSpan(start) : _replacements.AsSpan(start, length));
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);
}
