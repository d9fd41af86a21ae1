using Graft.Data;
using Graft.Models;
using Graft.Preflight;
using Graft.Tensors;
using Graft.Testing;

namespace Graft.Tests.Preflight;

/// <summary>Real texts with planted leaks: what is found of them, and what is found that nobody planted.</summary>
public sealed class PlantedTextTests
{
    private const int Planted = 300;
    private const int FewestWords = 8;

    [Theory]
    [InlineData("reviews", 0.05)]
    [InlineData("reviews", 0.1)]
    [InlineData("imdb", 0.05)]
    [InlineData("imdb", 0.1)]
    [Trait("Fault", "52")]
    public void Planted_leaks_are_found_and_hardly_anything_else(string source, double edited)
    {
        Dataset rows = Load(source);
        var random = new SeededRandom(7);
        TextExample[] all = [.. rows.Cast<TextExample>()];
        int[] order = random.Permutation(all.Length);
        Dataset train = rows.Select(order[..(all.Length / 2)]);
        TextExample[] rest = [.. order[(all.Length / 2)..].Select(row => all[row])];
        IReadOnlyList<Finding> clean = Inspected.Texts(train, new Dataset(InputKind.Text, rows.Labels, rest));
        TextExample[] victims = [.. train.Cast<TextExample>().Where(row => row.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length >= FewestWords)
            .DistinctBy(row => row.Text).Take(Planted)];
        TextExample[] exact = [.. victims.Take(victims.Length / 4)], restyled = [.. victims.Skip(victims.Length / 4).Take(victims.Length / 4)], near = [.. victims.Skip(victims.Length / 2)];
        Dataset test = new(InputKind.Text, rows.Labels,
        [
            .. rest,
            .. exact.Select((row, i) => row with { Origin = $"exact {i}" }),
            .. restyled.Select((row, i) => new TextExample(PlantedTexts.Restyle(row.Text)) { Target = row.Target, Origin = $"restyled {i}" }),
            .. near.Select((row, i) => new TextExample(PlantedTexts.Edit(row.Text, edited, random)) { Target = row.Target, Origin = $"near {i}" }),
        ]);

        IReadOnlyList<Finding> findings = Inspected.Texts(train, test);

        Assert.True(exact.Length > 50);
        int natural = clean.Of("duplicates-across-parts")?.Count ?? 0, naturalNear = clean.Of("near-duplicates-across-parts")?.Count ?? 0;
        Assert.Equal(exact.Length + natural, findings.Of("duplicates-across-parts")!.Count);
        double recall = (double)(findings.Of("near-duplicates-across-parts")!.Count - naturalNear) / (restyled.Length + near.Length);
        TestContext.Current.SendDiagnosticMessage($"{source}, {edited:P0} edited: near recall {recall:P2}; unplanted: {natural} exact, {naturalNear} near in {rest.Length} rows");
        Assert.True(recall >= 0.95, $"recall {recall:P1}");
        Assert.True(naturalNear < 0.01 * rest.Length, $"{naturalNear} rows of {rest.Length} without planted leaks");
    }

    [Theory]
    [InlineData("reviews")]
    [InlineData("imdb")]
    public void Planted_label_conflicts_are_all_found_and_the_outvoted_label_named(string source)
    {
        Dataset rows = Load(source);
        TextExample[] all = [.. rows.Cast<TextExample>().DistinctBy(row => row.Text)];
        TextExample[] flipped = [.. all.Take(100).Select((row, i) => row with { Target = Target.OfClass(1 - row.Target.ClassIndex), Origin = $"flipped {i}" })];
        TextExample[] again = [.. all.Take(50).Select((row, i) => row with { Origin = $"again {i}" })];

        IReadOnlyList<Finding> findings = Inspected.Texts(new Dataset(InputKind.Text, rows.Labels, [.. all, .. flipped, .. again]));

        Finding conflicts = findings.Of("conflicting-labels")!, suspects = findings.Of("suspect-labels")!;
        Assert.Equal((100, 50, 150), (conflicts.Count, suspects.Count, findings.Of("duplicates")!.Count));
        Assert.All(suspects.Examples, example => Assert.StartsWith("flipped ", example.Row, StringComparison.Ordinal));
        Assert.Equal(Finding.ExamplesKept, conflicts.Examples.Count);
    }

    [Theory]
    [InlineData("reviews")]
    [InlineData("imdb")]
    public void Garbled_texts_are_all_found(string source)
    {
        Dataset rows = Load(source);
        int natural = Inspected.Texts(rows).Of("mojibake")?.Count ?? 0;
        Dataset planted = new(InputKind.Text, rows.Labels,
        [
            .. rows,
            .. rows.Cast<TextExample>().Take(100).Select(row => new TextExample(row.Text + " Ã©tÃ©") { Target = row.Target }),
            .. rows.Cast<TextExample>().Take(100).Select(row => new TextExample("It\u00e2\u20ac\u2122s " + row.Text) { Target = row.Target }),
        ]);
        Assert.Equal(natural + 200, Inspected.Texts(planted).Of("mojibake")!.Count);
        Assert.True(source == "imdb" || natural == 0);
    }

    private static Dataset Load(string source) => source == "imdb"
        ? Dataset.Load($"{SharedFolder.Item("data", "imdb", "plain_text")}[train]", new DataOptions { Shuffle = true }).Shuffle(seed: 3).Take(2000)
        : Dataset.Load($"{SharedFolder.Project("samples", "reviews")}[train]");
}
