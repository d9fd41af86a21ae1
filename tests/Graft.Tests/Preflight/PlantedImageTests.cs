using Graft.Data;
using Graft.Models;
using Graft.Preflight;
using Graft.Tensors;
using Graft.Testing;

namespace Graft.Tests.Preflight;

/// <summary>Real and drawn images with planted leaks: what is found of them, and what is found that nobody planted.</summary>
public sealed class PlantedImageTests
{
    [Theory]
    [InlineData("fashion", 85, 1, 1)]
    [InlineData("fashion", 95, 0.9, 1)]
    [InlineData("fashion", 95, 1, 0.85)]
    [InlineData("cifar", 75, 1, 1)]
    [InlineData("cifar", 90, 0.9, 1)]
    [InlineData("cifar", 90, 1, 1.15)]
    [InlineData("photos", 50, 1, 1)]
    [InlineData("photos", 80, 0.9, 1)]
    [InlineData("photos", 80, 1.1, 0.85)]
    [InlineData("photos", 80, 1, 1.2)]
    [InlineData("photos", 30, 0.8, 0.7)]
    [InlineData("cifar", 75, 0.9, 1.1)]
    [InlineData("fashion", 90, 1.1, 1.15)]
    [Trait("Fault", "52")]
    public void Planted_leaks_are_found_and_hardly_anything_else(string source, int quality, double scale, double brightness)
    {
        (byte[] File, int Class)[] rows = Load(source);
        (byte[] File, int Class)[] train = rows[..(rows.Length / 2)], rest = rows[(rows.Length / 2)..];
        int each = Math.Min(150, train.Length / 2);
        (byte[] File, int Class)[] exact = train[..each];
        (byte[] File, int Class)[] near = [.. train[^each..].Select(row => (PlantedPictures.Changed(row.File, quality, scale, brightness), row.Class))];

        IReadOnlyList<Finding> clean = Find(train, rest), findings = Find(train, [.. rest, .. exact, .. near]);

        int natural = clean.Of("duplicates-across-parts")?.Count ?? 0, naturalNear = clean.Of("near-duplicates-across-parts")?.Count ?? 0;
        Assert.Equal(each + natural, findings.Of("duplicates-across-parts")!.Count);
        double recall = (double)(findings.Of("near-duplicates-across-parts")!.Count - naturalNear) / each;
        TestContext.Current.SendDiagnosticMessage($"{source}, quality {quality}, {scale} x size, {brightness} x brightness: near recall {recall:P2}; unplanted: {natural} exact, {naturalNear} near in {rest.Length} rows");
        Assert.True(recall >= 0.95, $"recall {recall:P1}");
        Assert.True(naturalNear < 0.01 * rest.Length, $"{naturalNear} rows of {rest.Length} without planted leaks");
    }

    [Theory]
    [InlineData("fashion")]
    [InlineData("reviews")]
    public void The_sample_sets_as_they_are_raise_hardly_an_alarm(string name)
    {
        DatasetParts parts = DatasetParts.Load(SharedFolder.Project("samples", name));
        IReadOnlyList<Finding> findings = Inspected.Find(parts);
        Assert.All(findings, finding => Assert.Contains("duplicates", finding.Code, StringComparison.Ordinal));
        Assert.True(findings.Where(finding => finding.Code.EndsWith("across-parts", StringComparison.Ordinal)).Sum(finding => finding.Count) < 0.01 * parts.Test!.Count);
        Assert.True(findings.Sum(finding => finding.Count) < 0.01 * (parts.Train.Count + parts.Test.Count));
    }

    [Fact]
    [Trait("Fault", "48")]
    public void Broken_flat_tiny_and_odd_images_are_all_found_and_no_others()
    {
        byte[][] photos = [.. Enumerable.Range(0, 60).Select(seed => PlantedPictures.Photo(seed))];
        byte[][] cut = [.. photos.Take(20).Select((file, i) => file[..(file.Length * (i + 1) / 22)])];
        byte[][] flat = [.. Enumerable.Range(0, 10).Select(i => Plain(200, 150, (byte)(20 * i)))];
        byte[][] tiny = [.. photos.Take(10).Select(file => PlantedPictures.Changed(file, 95, 0.07))];
        byte[][] wide = [.. Enumerable.Range(0, 10).Select(seed => PlantedPictures.Photo(seed, 400, 40))];
        byte[][][] planted = [photos, cut, flat, tiny, wide];
        var rows = Inspected.Images("set", planted.SelectMany(files => files).Select((file, i) => (file, i % 2)));

        IReadOnlyList<Finding> findings = Inspected.Find(
            new DatasetParts(rows), processor: new Graft.Vision.ImageProcessor(Graft.Vision.ImageProcessorDefaults.ForKind(Graft.Vision.ImageProcessorKind.ViT)));

        Assert.Equal(FindingSeverity.Error, findings.Of("broken-images")!.Severity);
        Assert.Equal((20, 10, 10, 10), (findings.Of("broken-images")!.Count, findings.Of("flat-images")!.Count, findings.Of("tiny-images")!.Count, findings.Of("odd-shapes")!.Count));
        Assert.Equal("set, item 61", findings.Of("broken-images")!.Examples[0].Row);
    }

    private static IReadOnlyList<Finding> Find((byte[] File, int Class)[] train, (byte[] File, int Class)[] test) =>
        Inspected.Find(new DatasetParts(Inspected.Images("train", train, 10), null, Inspected.Images("test", test, 10)));

    private static byte[] Plain(int width, int height, byte gray) => PlantedPictures.Changed(
        Vision.TestPictures.Encode(Vision.TestPictures.Constant(width, height, gray), Graft.Vision.ImageFormat.Png), 90);

    private static (byte[] File, int Class)[] Load(string source)
    {
        if (source == "photos")
        {
            return [.. Enumerable.Range(0, 400).Select(seed => (PlantedPictures.Photo(seed), seed % 10))];
        }

        Dataset rows = source == "cifar"
            ? Dataset.Load($"{SharedFolder.Item("data", "cifar10", "plain_text")}[train[:2400]]")
            : Dataset.Load($"{SharedFolder.Project("samples", "fashion")}[train]");
        return [.. rows.Shuffle(seed: 5).Cast<ImageExample>().Select(row => (row.ReadBytes().ToArray(), row.Target.ClassIndex))];
    }
}
