using Graft.Data;
using Graft.Preflight;
using Graft.Models;

namespace Graft.Tests.Preflight;

public sealed class PartOverlapTests
{
    private static readonly LabelSet Labels = new(["x", "y"]);

    [Fact]
    [Trait("Fault", "52")]
    public void Rows_of_two_parts_are_found_with_their_pairs()
    {
        var parts = new DatasetParts(Texts("train", "a", "b", "c", "b", ""), Texts("validation", "d", "c"), Texts("test", "b", "e", "d", "b", ""));
        IReadOnlyList<PartOverlap> overlaps = PartOverlap.Find(parts);
        Assert.Equal([("train", "validation", 1), ("train", "test", 2), ("validation", "test", 1)], overlaps.Select(overlap => (overlap.Part, overlap.Other, overlap.Rows)));
        Assert.Equal([new RowPair("train, item 2", "test, item 1"), new RowPair("train, item 2", "test, item 4")], overlaps[1].Pairs);
    }

    [Fact]
    public void A_text_and_a_pair_that_read_the_same_in_a_row_differ()
    {
        Dataset one = new(InputKind.Text, Labels, [new TextExample("ab")]), two = new(InputKind.Text, Labels, [new TextExample("a", "b")]);
        Assert.NotEqual(RowHashes.Of(one), RowHashes.Of(two));
    }

    [Fact]
    public void An_image_that_is_not_there_is_named()
    {
        Dataset images = new(InputKind.Image, Labels, [ImageExample.FromFile("no-such-picture.png"), ImageExample.FromFile("no-such-picture.png")]);
        Assert.Contains("no-such-picture.png", Assert.Throws<DataException>(() => RowHashes.Of(images)).Message, StringComparison.Ordinal);
    }

    private static Dataset Texts(string name, params string[] texts) =>
        new(InputKind.Text, Labels, texts.Select((text, i) => new TextExample(text) { Target = Target.OfClass(0), Origin = $"{name}, item {i + 1}" }), name);
}
