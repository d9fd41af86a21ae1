using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CsCheck;
using Graft.Text;

namespace Graft.Tests.Text;

public sealed class WordCacheTests
{
    private static readonly Gen<string> Words = Gen.String[Gen.Char["abcAB1'é東\0"], 1, WordCache.LongestWord];

    [Fact]
    public void Gives_back_what_was_added_and_nothing_else() => Gen.Select(Words.Array[1, 300], Words.Array[1, 50]).Sample((known, others) =>
    {
        var cache = new WordCache();
        foreach (string word in known)
        {
            Remember(cache, word);
        }

        foreach (string word in known.Concat(others))
        {
            Assert.Equal(known.Contains(word) ? Ids(word) : null, Look(cache, word));
        }
    }, iter: 200);

    [Fact]
    public void Grows_and_starts_over_and_stays_right()
    {
        const int Words = 50_000, Distance = 999;
        var cache = new WordCache();
        int atOnce = 0, later = 0;
        for (int i = 0; i < Words; i++)
        {
            Remember(cache, Word(i));
            atOnce += IsKnown(i) ? 1 : 0;
            later += i >= Distance && IsKnown(i - Distance) ? 1 : 0;
        }

        // A word that finds no place near its own is not remembered; one that starts the cache over makes it forget the others.
        Assert.InRange(atOnce, Words * 0.999, Words);
        Assert.InRange(later, Words * 0.95, Words);

        // Short and long ones, ASCII and not.
        static string Word(int i) => $"{(i % 3 == 0 ? "ж" : "word")}{i}{new string('x', i % 20)}";

        bool IsKnown(int i)
        {
            int[]? ids = Look(cache, Word(i));
            Assert.Equal(ids is null ? null : Ids(Word(i)), ids);
            return ids is not null;
        }
    }

    // As many tokens as chars, so that some are more than an entry holds.
    private static int[] Ids(string word) => [.. word.Select((c, i) => (c * 31) + i)];

    private static TextSpan[] Spans(string word) => [.. word.Select((_, i) => new TextSpan(i, i + 1))];

    private static void Remember(WordCache cache, string word)
    {
        Vector128<byte> key = cache.Key(word, 0, word.Length);
        if (Unsafe.IsNullRef(in cache.Find(key, word)))
        {
            cache.Add(word, key, Ids(word), Spans(word));
        }
    }

    // The word in the middle of a text: what stands round it must not count.
    private static int[]? Look(WordCache cache, string word)
    {
        ref readonly CutWord found = ref cache.Find(cache.Key($"a {word} and what follows it", 2, word.Length), word);
        if (Unsafe.IsNullRef(in found))
        {
            return null;
        }

        int[] ids = cache.Ids(found).ToArray();
        ReadOnlySpan<int> near = found.Near;
        Assert.Equal(ids.Take(CutWord.NearIds), near[..Math.Min(ids.Length, CutWord.NearIds)].ToArray());
        Assert.Equal(Spans(word), cache.Spans(found).ToArray());
        return ids;
    }
}
