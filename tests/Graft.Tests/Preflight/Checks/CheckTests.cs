using Graft.Data;
using Graft.Models;
using Graft.Preflight;
using Graft.Preflight.Checks;
using Graft.Tensors;

namespace Graft.Tests.Preflight.Checks;

/// <summary>Each code on rows that have the fault, and on rows that do not.</summary>
public sealed class CheckTests
{
    private static readonly string[] Vocabulary = "time year people way day man thing woman life child world school state family student group country problem hand part place case week company system program question work number night point home water room mother area money story fact month lot right study book eye job word business issue side kind head house service friend father power hour game line end member law car city".Split(' ');

    [Fact]
    public void Clean_rows_have_no_findings()
    {
        Assert.Empty(Inspected.Texts(Rows("train", 60, seed: 1), Rows("test", 20, seed: 2)));
    }

    [Fact]
    [Trait("Fault", "53")]
    public void Classes_that_are_alone_missing_or_rare()
    {
        Dataset one = Rows("train", 30, seed: 1).Filter(row => row.Target.ClassIndex == 0);
        IReadOnlyList<Finding> findings = Inspected.Texts(one, Rows("test", 20, seed: 2).Filter(row => row.Target.ClassIndex == 1));
        Finding[] alone = [.. findings.Where(finding => finding.Code == "one-class")];
        Assert.Equal([FindingSeverity.Error, FindingSeverity.Warning], alone.Select(finding => finding.Severity));
        Assert.Contains("'no'", alone[0].Summary, StringComparison.Ordinal);
        Assert.Equal([FindingSeverity.Warning, FindingSeverity.Note], findings.Where(finding => finding.Code == "missing-classes").Select(finding => finding.Severity));

        Finding few = Inspected.Texts(Rows("train", 18, seed: 1)).Of("few-examples")!;
        Assert.Equal(("no", "9 rows"), (few.Examples[0].Row, few.Examples[0].Detail));
        Assert.Equal(2, few.Count);
    }

    [Theory]
    [InlineData("NEGATIVE", "negative")]
    [InlineData("gr\u00F6\u00DFer", "gro\u0308\u00DFer")]
    [InlineData("not  good", " not good")]
    [InlineData("\uFF11 star", "1 Star")]
    public void Labels_written_in_two_ways(string one, string other)
    {
        Dataset rows = Rows("train", 60, seed: 1);
        Finding found = Inspected.Texts(new Dataset(InputKind.Text, new LabelSet([one, other, "third"]), rows)).Of("look-alike-labels")!;
        Assert.Equal((2, FindingSeverity.Warning), (found.Count, found.Severity));
        Assert.Equal([one, other], found.Examples.Select(example => example.Row));

        Assert.Null(Inspected.Texts(new Dataset(InputKind.Text, new LabelSet([one, "another", "third"]), rows)).Of("look-alike-labels"));
    }

    [Theory]
    [InlineData("a", "a;b", "b;c", true)]
    [InlineData("a | b", "b | c", "c | a", true)]
    [InlineData("[\"a\"]", "['a', 'b']", "none", true)]
    [InlineData("sport/football", "sport/tennis", "news", false)]
    [InlineData("rock, paper", "black, white", "third", false)]
    [InlineData("a;b", "a", "b", false)]
    [InlineData("C++", "C#", "F#", false)]
    public void Labels_that_look_like_several(string one, string two, string three, bool isFound)
    {
        Dataset rows = Rows("train", 60, seed: 1);
        Finding? found = Inspected.Texts(new Dataset(InputKind.Text, new LabelSet([one, two, three]), rows)).Of("joined-labels");
        Assert.Equal(isFound, found is not null);
        Assert.True(found is null || found is { Severity: FindingSeverity.Warning, Count: >= 2 } && found.Remedy.Contains("multi-label", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_that_say_nothing()
    {
        IReadOnlyList<Finding> findings = Inspected.Texts(With(("", 0), (" \n", 1), ("good", 1), ("?", 0)));
        Assert.Equal((2, 2), (findings.Of("empty-texts")!.Count, findings.Of("one-token-texts")!.Count));
        Assert.Equal("train, item 41", findings.Of("empty-texts")!.Examples[0].Row);
    }

    [Fact]
    public void Texts_are_cut_at_the_length_that_was_given()
    {
        string text = string.Join(' ', Vocabulary.Take(30));
        Assert.Null(Inspected.Find(new DatasetParts(With((text, 0))), maxLength: 32).Of("cut-texts"));
        Finding cut = Inspected.Find(new DatasetParts(With((text, 0))), maxLength: 31).Of("cut-texts")!;
        Assert.Equal((1, FindingSeverity.Note, "32 tokens"), (cut.Count, cut.Severity, cut.Examples[0].Detail));
        Assert.Equal(FindingSeverity.Warning, Inspected.Find(new DatasetParts(Rows("train", 40, seed: 1)), maxLength: 5).Of("cut-texts")!.Severity);
    }

    [Fact]
    public void Languages_that_the_tokenizer_was_not_made_for()
    {
        // Scripts that its vocabulary has no letters of, and words that it must spell.
        IReadOnlyList<Finding> unknown = Inspected.Texts(With([.. Enumerable.Range(0, 10).Select(i => ($"ᚠᚢᚦ ᚨᚱᚲ ᚷᚹᚺ {i} ꓐꓑ ꓒꓓ", i % 2))]));
        Assert.Equal(10, unknown.Of("unknown-tokens")!.Count);
        IReadOnlyList<Finding> split = Inspected.Texts(With([.. Enumerable.Range(0, 10).Select(i => ($"Молодой человек прекрасно разбирается {i} здравствуйте пожалуйста", i % 2))]));
        Assert.Equal(10, split.Of("split-words")!.Count);
        Assert.Null(split.Of("unknown-tokens"));
    }

    [Fact]
    public void Lengths_that_give_the_class_away()
    {
        Dataset planted = Inspected.Texts("train", [.. Enumerable.Range(0, 60).Select(i => (Sentence(i % 2 == 0 ? 10 : 30, (ulong)i), i % 2))]);
        Finding found = Inspected.Texts(planted).Of("length-shortcut")!;
        Assert.Equal((2, FindingSeverity.Warning), (found.Count, found.Severity));
        Assert.Contains("median", found.Examples[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_and_formats_that_give_the_class_away()
    {
        IReadOnlyList<Finding> sizes = Inspected.Find(new DatasetParts(Inspected.Images(
            "train", Enumerable.Range(0, 60).Select(i => (PlantedPictures.Photo(i, i % 2 == 0 ? 60 : 80, 60), i % 2)))));
        Assert.Equal(2, sizes.Of("size-shortcut")!.Count);
        Assert.Null(sizes.Of("format-shortcut"));
        IReadOnlyList<Finding> formats = Inspected.Find(new DatasetParts(Inspected.Images(
            "train", Enumerable.Range(0, 60).Select(i => (i % 2 == 0 ? PlantedPictures.Photo(i, 60, 60) : Vision.TestPictures.Encode(Graft.Vision.ImageDecoder.Decode(PlantedPictures.Photo(i, 60, 60)), Graft.Vision.ImageFormat.Png), i % 2)))));
        Assert.NotNull(formats.Of("format-shortcut"));
        Assert.Null(formats.Of("size-shortcut"));
    }

    [Fact]
    public void Memory_beyond_what_there_is()
    {
        Assert.Equal("memory", Assert.Single(MemoryCheck.Find(9L << 30, 8L << 30)).Code);
        Assert.Empty(MemoryCheck.Find(7L << 30, 8L << 30));
    }

    [Fact]
    public void Hypotheses_of_one_premise_are_no_near_duplicates()
    {
        string premise = Sentence(25, 1);
        Dataset pairs = new(InputKind.Text, new LabelSet(["no", "yes"]), Enumerable.Range(0, 30).Select(i => new TextExample(premise, Sentence(10, (ulong)i + 2)) { Target = Target.OfClass(i % 2), Origin = $"{i}" }));
        Assert.Null(Inspected.Texts(pairs).Of("near-duplicates"));
    }

    [Fact]
    public void Short_texts_of_the_same_words_are_near_duplicates_but_of_one_word_signs_may_be_all_that_matters()
    {
        Dataset train = With(("Great product!", 1), ("Poor product", 0), ("C", 0), ("ok", 1)), test = Inspected.Texts("test", ("great product", 1), ("product great", 1), ("Poor products", 0), ("C++", 1), ("OK!", 1));
        Finding shared = Inspected.Texts(train, test).Of("near-duplicates-across-parts")!;
        Assert.Equal([("test, item 1", "train, item 41")], shared.Examples.Select(example => (example.Row, example.Other)));
        Assert.Equal(1, shared.Count);
    }

    [Fact]
    public void A_shape_that_no_processor_takes_ends_the_checks_with_the_error_itself()
    {
        byte[] line = Vision.TestPictures.Encode(Vision.TestPictures.Noise(8000, 1), Graft.Vision.ImageFormat.Png);
        var processor = new Graft.Vision.ImageProcessor(Graft.Vision.ImageProcessorDefaults.ForKind(Graft.Vision.ImageProcessorKind.ViT) with { Size = Graft.Vision.ImageSize.Shortest(224) });
        GraftException error = Assert.ThrowsAny<GraftException>(() => Inspected.Find(new DatasetParts(Inspected.Images("train", [(line, 0), (line, 1)])), processor: processor));
        Assert.Contains("8000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_to_predict_have_no_classes_to_check()
    {
        Dataset numbers = new(InputKind.Text, new LabelSet(["score"], ProblemType.Regression), Enumerable.Range(0, 20).Select(i => new TextExample(Sentence(12, (ulong)i)) { Target = Target.OfValue(i) }));
        Assert.Empty(Inspected.Texts(numbers));
        Dataset twice = new(InputKind.Text, numbers.Labels, [.. numbers, ((TextExample)numbers[0]) with { Target = Target.OfValue(3.5f), Origin = "again" }]);
        Assert.Equal("'3.5' here, '0' there", Inspected.Texts(twice).Of("conflicting-labels")!.Examples.Single().Detail);
    }

    [Fact]
    public void Strictness_lets_notes_through()
    {
        PreflightException.ThrowIfAny("x", [Of(FindingSeverity.Note)]);
        PreflightException error = Assert.Throws<PreflightException>(() => PreflightException.ThrowIfAny("x", [Of(FindingSeverity.Note), Of(FindingSeverity.Warning)]));
        Assert.Contains("some-warning", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("some-note", error.Problem, StringComparison.Ordinal);

        static Finding Of(FindingSeverity severity) => new($"some-{severity.ToString().ToLowerInvariant()}", severity, "", 1, 1, [], "");
    }

    private static Dataset Rows(string name, int count, ulong seed) =>
        Inspected.Texts(name, [.. Enumerable.Range(0, count).Select(i => (Sentence(15, (seed * 1000) + (ulong)i), i % 2))]);

    private static Dataset With(params (string, int)[] more) =>
        Inspected.Texts("train", [.. Rows("train", 40, seed: 1).Select(row => (((TextExample)row).Text, row.Target.ClassIndex)), .. more]);

    private static string Sentence(int words, ulong seed)
    {
        var random = new SeededRandom(seed);
        return string.Join(' ', Enumerable.Range(0, words).Select(_ => Vocabulary[random.NextInt(Vocabulary.Length)]));
    }
}
