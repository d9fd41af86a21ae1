using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;
using Graft.Text;
using Graft.Text.Unicode;

namespace Graft.Preflight.Texts;

/// <summary>
/// A text's words and pairs of neighbouring words, as hashes: what is left when case, punctuation and spacing do not
/// count. Reused from text to text; not safe for several threads at once.
/// </summary>
internal sealed class WordFeatures
{
    private const uint Start = 2166136261;
    private const uint Prime = 16777619;

    // Makes small letters of capitals, and leaves digits as they are.
    private const byte LowercaseBit = 0x20;

    private static readonly AsciiSet Separators = new(c => !char.IsAsciiLetterOrDigit(c));

    private uint[] _features = new uint[256];

    /// <summary>Words of the text.</summary>
    public int Words { get; private set; }

    /// <summary>Hashes of its words and pairs of neighbours; repeats are kept.</summary>
    public ReadOnlySpan<uint> Features => _features.AsSpan(0, Count);

    private int Count { get; set; }

    /// <summary>Takes a text (and the second one of a pair) in place of the last.</summary>
    public void Read(string text, string? pair = null)
    {
        Words = 0;
        Count = 0;
        Add(text);
        if (pair is not null)
        {
            Add(pair);
        }
    }

    /// <summary>The features, each once, in rising order.</summary>
    public static uint[] Distinct(string text)
    {
        var features = new WordFeatures();
        features.Read(text);
        uint[] sorted = features.Features.ToArray();
        Array.Sort(sorted);
        int kept = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                sorted[kept++] = sorted[i];
            }
        }

        return sorted[..kept];
    }

    /// <summary>Words that two sorted sets share, over those that either has: 0..1, and 1 for two empty sets.</summary>
    public static double Jaccard(uint[] first, uint[] second)
    {
        int shared = 0;
        for (int i = 0, j = 0; i < first.Length && j < second.Length;)
        {
            shared += first[i] == second[j] ? 1 : 0;
            (i, j) = (i + (first[i] <= second[j] ? 1 : 0), j + (second[j] <= first[i] ? 1 : 0));
        }

        int all = first.Length + second.Length - shared;
        return all == 0 ? 1 : (double)shared / all;
    }

    private void Add(string text)
    {
        uint last = 0;
        int word = 0; // where the current word began
        for (int block = 0; block < text.Length; block += AsciiSet.BlockLength)
        {
            for (ulong found = Separators.Find(text, block); found != 0; found &= found - 1)
            {
                int i = block + BitOperations.TrailingZeroCount(found);
                if (i < word)
                {
                    continue; // part of a word that was read to its end
                }

                int letter = text[i] < 0x80 ? 0 : Fold(text[i]);
                if (letter > 0)
                {
                    int end = EndOfWord(text, i);
                    last = EndWord(HashFolded(text.AsSpan(word..end)), last);
                    word = end;
                    continue;
                }

                if (i > word)
                {
                    last = EndWord(HashAscii(text, word, i - word), last);
                }

                // An ideograph or kana is a word of its own: such texts have no blanks.
                if (letter < 0)
                {
                    last = EndWord(HashFolded(text.AsSpan(i, 1)), last);
                }

                word = i + 1;
            }
        }

        if (word < text.Length)
        {
            EndWord(HashAscii(text, word, text.Length - word), last);
        }
    }

    private static int EndOfWord(string text, int inside)
    {
        int end = inside + 1;
        while (end < text.Length && (text[end] < 0x80 ? char.IsAsciiLetterOrDigit(text[end]) : Fold(text[end]) > 0))
        {
            end++;
        }

        return end;
    }

    private static uint HashAscii(string text, int start, int length) =>
        WordKey.TryRead(text, start, length, out Vector128<byte> key)
            ? (uint)(WordKey.Hash(key | Vector128.Create(LowercaseBit)) >> 32)
            : HashFolded(text.AsSpan(start, length));

    private static uint HashFolded(ReadOnlySpan<char> word)
    {
        uint hash = Start;
        foreach (char c in word)
        {
            int letter = c < 0x80 ? c | LowercaseBit : Fold(c);
            hash = (hash ^ (uint)(letter > 0 ? letter : c)) * Prime;
        }

        return hash;
    }

    private uint EndWord(uint word, uint last)
    {
        word = Mix(word);
        if (Count + 2 > _features.Length)
        {
            Array.Resize(ref _features, _features.Length * 2);
        }

        Words++;
        _features[Count++] = word;
        if (last != 0)
        {
            _features[Count++] = Mix((last * 0x9E3779B1) ^ word);
        }

        return word;
    }

    // Letters and digits of other scripts: their lower case; a negative number for ideographs and kana.
    private static int Fold(char c) => c switch
    {
        >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' => -1,
        _ when char.IsLetterOrDigit(c) || char.IsSurrogate(c) => char.ToLowerInvariant(c),
        _ when CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => c,
        _ => 0,
    };

    // The finalizer of MurmurHash3: every bit of the word counts in every bit of the hash.
    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }
}
