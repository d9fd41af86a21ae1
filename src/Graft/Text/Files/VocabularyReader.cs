using System.Runtime.CompilerServices;
using Graft.Text.Models;

namespace Graft.Text.Files;

/// <summary>Reads vocabularies and merges in their JSON forms.</summary>
internal static class VocabularyReader
{
    private const int Capacity = 32_768;

    /// <summary>Ids up to this are taken from any file; larger ones need a file of as many bytes, so that room for them is not wasted.</summary>
    private const int SmallId = 100_000;

    /// <summary>Reads {"token": id, …}.</summary>
    // Runs once for each token while a tokenizer loads, before tiered compilation has had its turn.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vocabulary ReadObject(ref JsonCursor cursor, string path, string place)
    {
        Vocabulary vocabulary = new(Capacity);
        int largest = Math.Min(Vocabulary.LargestId, Math.Max(SmallId, cursor.Length));
        cursor.Expect((byte)'{');
        bool first = true;
        while (cursor.Next(ref first, (byte)'}'))
        {
            int length = ReadToken(ref cursor, vocabulary);
            cursor.Expect((byte)':');
            if (!cursor.TryReadInt(out int id) || id < 0 || id > largest)
            {
                throw new TokenizerException(
                    $"the token '{vocabulary.Reserve(length)}' has no id from 0 to {largest}.", path, place);
            }

            if (!vocabulary.TryAdd(length, id))
            {
                throw Twice(vocabulary, vocabulary.Reserve(length).ToString(), id, path, place);
            }
        }

        return vocabulary;
    }

    /// <summary>Reads [["token", score], …]; the ids count from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (Vocabulary Vocabulary, List<double> Scores) ReadScores(ref JsonCursor cursor, string path, string place)
    {
        Vocabulary vocabulary = new(Capacity);
        List<double> scores = new(Capacity);
        cursor.Expect((byte)'[');
        bool first = true;
        while (cursor.Next(ref first, (byte)']'))
        {
            if (!cursor.TryTake((byte)'[') || cursor.Peek() != '"')
            {
                throw new TokenizerException("a token and its score are expected.", path, $"{place}[{scores.Count}]");
            }

            int length = ReadToken(ref cursor, vocabulary);
            if (!cursor.TryTake((byte)',') || !cursor.TryReadDouble(out double score) || !cursor.TryTake((byte)']'))
            {
                throw new TokenizerException(
                    $"a finite score is expected behind '{vocabulary.Reserve(length)}'.", path, $"{place}[{scores.Count}]");
            }

            if (!vocabulary.TryAdd(length, scores.Count))
            {
                throw Twice(vocabulary, vocabulary.Reserve(length).ToString(), scores.Count, path, $"{place}[{scores.Count}]");
            }

            scores.Add(score);
        }

        return (vocabulary, scores);
    }

    /// <summary>Reads ["left right", …] or [["left", "right"], …].</summary>
    public static void ReadMerges(ref JsonCursor cursor, MergeTableBuilder merges, string path, string place)
    {
        char[] chars = new char[256];
        cursor.Expect((byte)'[');
        bool first = true;
        while (cursor.Next(ref first, (byte)']'))
        {
            if (cursor.Peek() == '"')
            {
                // First read, then looked at: reading may put a larger buffer in the place of this one.
                int length = ReadString(ref cursor, 0, ref chars);
                merges.AddLine(chars.AsSpan(0, length), merges.Count);
                continue;
            }

            if (cursor.TryTake((byte)'[') && cursor.Peek() == '"')
            {
                int left = ReadString(ref cursor, 0, ref chars);
                if (cursor.TryTake((byte)',') && cursor.Peek() == '"')
                {
                    int right = ReadString(ref cursor, left, ref chars);
                    if (cursor.TryTake((byte)']'))
                    {
                        merges.Add(chars.AsSpan(0, left), chars.AsSpan(left, right), merges.Count);
                        continue;
                    }
                }
            }

            throw new TokenizerException("two tokens are expected.", path, $"{place}[{merges.Count}]");
        }
    }

    /// <summary>Adds a token that must be new.</summary>
    public static void Add(Vocabulary vocabulary, ReadOnlySpan<char> token, int id, string path, string place)
    {
        if (!vocabulary.TryAdd(token, id))
        {
            throw Twice(vocabulary, token.ToString(), id, path, place);
        }
    }

    private static int ReadToken(ref JsonCursor cursor, Vocabulary vocabulary)
    {
        // UTF-16 never has more chars than UTF-8 has bytes
        ReadOnlySpan<byte> raw = cursor.RawString();
        return cursor.Unescape(raw, vocabulary.Reserve(raw.Length));
    }

    private static int ReadString(ref JsonCursor cursor, int offset, ref char[] chars)
    {
        ReadOnlySpan<byte> raw = cursor.RawString();
        if (chars.Length < offset + raw.Length)
        {
            Array.Resize(ref chars, (offset + raw.Length) * 2);
        }

        return cursor.Unescape(raw, chars.AsSpan(offset));
    }

    private static TokenizerException Twice(Vocabulary vocabulary, string token, int id, string path, string place) => new(
        vocabulary.Find(token) is >= 0 and int other
            ? $"the token '{token}' has two ids, {other} and {id}."
            : $"the id {id} has two tokens, '{vocabulary.Token(id)}' and '{token}'.",
        path, place);
}
