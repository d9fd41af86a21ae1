using CsCheck;
using Graft.Preflight.Texts;

namespace Graft.Tests.Preflight.Texts;

public sealed class WordFeaturesTests
{
    private static readonly Gen<string[]> Words = Gen.Frequency((8, Gen.String[Gen.Char["abcdeéß1Жя"], 1, 6]), (1, Gen.String[Gen.Char["abcde1"], 10, 30])).Array[1, 40];

    [Fact]
    public void Case_spacing_and_punctuation_do_not_count() => Words.Sample(words =>
        Assert.Equal(
            WordFeatures.Distinct(string.Join(' ', words)),
            WordFeatures.Distinct($"  “{string.Join(",\n\t", words.Select(word => word.Replace('a', 'A').Replace('я', 'Я').Replace('é', 'É')))}”!")));

    [Fact]
    public void Similarity_is_that_of_the_sets_of_words_and_neighbours() => Gen.Select(Words, Words).Sample((first, second) =>
    {
        // [words and pairs of neighbours], as words of their own.
        HashSet<string> Set(string[] words) => [.. words.Select(word => word.ToLowerInvariant()), .. words.Zip(words.Skip(1), (a, b) => $"{a} {b}".ToLowerInvariant())];
        HashSet<string> one = Set(first), other = Set(second);
        double expected = (double)one.Intersect(other).Count() / one.Union(other).Count();
        Assert.Equal(expected, WordFeatures.Jaccard(WordFeatures.Distinct(string.Join(' ', first)), WordFeatures.Distinct(string.Join('-', second))), 9);
    });

    [Theory]
    [InlineData("", 0)]
    [InlineData("  .,! ", 0)]
    [InlineData("Don't stop", 3)]
    [InlineData("東京 タワー", 5)]
    [InlineData("हिन्दी भाषा", 2)]
    public void Words_are_runs_of_letters_and_digits_and_each_ideograph(string text, int words)
    {
        var features = new WordFeatures();
        features.Read(text);
        Assert.Equal(words, features.Words);
    }

    [Fact]
    public void The_sketch_estimates_the_similarity() => Gen.Select(Gen.Int[20, 400], Gen.Double[0, 1], Gen.Int).Sample((count, shared, seed) =>
    {
        var random = new Random(seed);
        uint[] first = [.. Enumerable.Range(0, count).Select(_ => (uint)random.NextInt64(1L << 32))];
        uint[] second = [.. first.Select(feature => random.NextDouble() < shared ? feature : (uint)random.NextInt64(1L << 32))];
        double expected = WordFeatures.Jaccard([.. first.Distinct().Order()], [.. second.Distinct().Order()]);
        double estimated = MinHasher.Sketch(first).Similarity(MinHasher.Sketch(second));

        // Five standard errors of 128 draws.
        Assert.InRange(estimated, expected - 0.22, expected + 0.22);
    }, iter: 300);

    [Fact]
    public void Repeats_do_not_change_the_sketch()
    {
        MinHashSketch once = MinHasher.Sketch([1, 2, 3]), twice = MinHasher.Sketch([3, 1, 2, 2, 1, 3]);
        Assert.Equal(1, once.Similarity(twice));
        Assert.All(Enumerable.Range(0, MinHashSketch.Bands), band => Assert.Equal(once.Band(band), twice.Band(band)));
    }
}
