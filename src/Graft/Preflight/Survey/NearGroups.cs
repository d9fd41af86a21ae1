using Graft.Data;
using Graft.Models;
using Graft.Preflight.Images;
using Graft.Preflight.Texts;

namespace Graft.Preflight.Survey;

/// <summary>Pairs of groups with nearly the same content.</summary>
/// <param name="pairs">The pairs, by their second group.</param>
internal sealed class NearGroups(IReadOnlyList<NearPair> pairs)
{
    /// <summary>Share of words and pairs of neighbouring words that two texts have in common (Jaccard) from which they are near duplicates.</summary>
    public const double LeastTextSimilarity = 0.6;

    /// <summary>Correlation of grays from which two images are near duplicates.</summary>
    public const double LeastImageSimilarity = 0.99;

    /// <summary>The same for images whose hashes differ in <see cref="FewBits"/> bits at most: colours lost in a brighter copy cost correlation.</summary>
    public const double LeastSimilarityOfLikeHashes = 0.986;

    private const int FewBits = 4;

    // Below this a single word changes too much: the words must be the same.
    private const int FewWords = 8;

    // What the sketches may be off by: below it texts are not compared word by word.
    private const double SketchTolerance = 0.15;
    private const int TextWindow = 64;

    // Bits that re-encoding, resizing and brightness change in the hash of a picture.
    private const int MostBits = 14;
    private const double MostAspectChange = 1.1;
    private const int ImageWindow = 4096;

    /// <summary>The pairs, by their second group.</summary>
    public IReadOnlyList<NearPair> Pairs { get; } = pairs;

    /// <summary>Finds them.</summary>
    public static NearGroups Find(PreflightData data) => new(data.Kind == InputKind.Text ? Texts(data) : Images(data));

    private static NearPair[] Texts(PreflightData data)
    {
        TextFacts[] facts = [.. Enumerable.Range(0, data.Groups.Count).Select(group => (TextFacts)data.FactsOf(data.Groups[group][0]))];
        int[] comparable = [.. Enumerable.Range(0, facts.Length).Where(group => facts[group].Sketch is not null)];
        return NearPairSearch.Find(comparable, MinHashSketch.Bands, (group, band) => facts[group].Sketch!.Band(band), TextWindow, (first, second) =>
        {
            TextFacts a = facts[first], b = facts[second];
            (int less, int more) = (Math.Min(a.Words, b.Words), Math.Max(a.Words, b.Words));
            if (less < LeastTextSimilarity / 2 * more || a.Sketch!.Similarity(b.Sketch!) < LeastTextSimilarity - SketchTolerance)
            {
                return null;
            }

            var one = (TextExample)data[data.Groups[first][0]];
            var other = (TextExample)data[data.Groups[second][0]];
            double alike = Jaccard(one.Text, other.Text);

            // Of pairs both texts: many hypotheses share a premise.
            if (one.TextPair is not null && other.TextPair is not null)
            {
                alike = Math.Min(alike, Jaccard(one.TextPair, other.TextPair));
            }

            return alike >= (less < FewWords ? 1 : LeastTextSimilarity) ? alike : null;
        });
    }

    private static double Jaccard(string first, string second) => WordFeatures.Jaccard(WordFeatures.Distinct(first), WordFeatures.Distinct(second));

    private static NearPair[] Images(PreflightData data)
    {
        ImageFacts[] facts = [.. Enumerable.Range(0, data.Groups.Count).Select(group => (ImageFacts)data.FactsOf(data.Groups[group][0]))];
        int[] comparable = [.. Enumerable.Range(0, facts.Length).Where(group => facts[group].Sketch is not null)];
        return NearPairSearch.Find(comparable, ImageSketch.Bands, (group, band) => (uint)facts[group].Sketch!.Band(band), ImageWindow, (first, second) =>
        {
            ImageFacts a = facts[first], b = facts[second];
            double aspect = (double)a.Header!.Width * b.Header!.Height / ((double)a.Header.Height * b.Header.Width);
            int distance = a.Sketch!.Distance(b.Sketch!);
            if (distance > MostBits || aspect > MostAspectChange || aspect < 1 / MostAspectChange)
            {
                return null;
            }

            double alike = a.Sketch.Similarity(b.Sketch!);
            return alike >= (distance <= FewBits ? LeastSimilarityOfLikeHashes : LeastImageSimilarity) ? alike : null;
        });
    }
}
