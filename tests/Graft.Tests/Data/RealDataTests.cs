using System.Diagnostics;
using Graft.Data;
using Graft.Data.Reading;
using Graft.Models;
using Graft.Testing;

namespace Graft.Tests.Data;

public sealed class RealDataTests
{
    [Fact]
    public void Reviews_of_the_samples_load_with_two_classes_and_two_parts()
    {
        DatasetParts parts = DatasetParts.Load(SharedFolder.Project("samples", "reviews"));

        Assert.Equal(ExampleKind.Text, parts.Train.Kind);
        Assert.Equal(["negative", "positive"], parts.Train.Labels.Names);
        Assert.Equal(File.ReadLines(SharedFolder.Project("samples", "reviews", "train.csv")).Count() - 1, parts.Train.Count);
        Assert.Equal(parts.Train.Labels, parts.Test!.Labels);
        Assert.Null(parts.Validation);
        Assert.EndsWith("train.csv, line 2", parts.Train[0].Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Fashion_of_the_samples_loads_as_images_with_a_class_for_each_folder()
    {
        string folder = SharedFolder.Project("samples", "fashion");
        DatasetParts parts = DatasetParts.Load(folder);

        Assert.Equal(ExampleKind.Image, parts.Train.Kind);
        Assert.Equal(Directory.GetDirectories(Path.Combine(folder, "train")).Select(Path.GetFileName).Order(StringComparer.Ordinal), parts.Train.Labels.Names);
        Assert.Equal(Directory.GetFiles(Path.Combine(folder, "test"), "*.png", SearchOption.AllDirectories).Length, parts.Test!.Count);
        Assert.All(parts.Train, example => Assert.Equal(
            Path.GetFileName(Path.GetDirectoryName(((ImageExample)example).Name)), parts.Train.Labels.Names[example.Target.ClassIndex]));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], ((ImageExample)parts.Train[0]).ReadBytes()[..4].ToArray());
    }

    [Fact]
    public void Imdb_loads_from_the_hubs_layout_in_two_seconds_with_names_from_its_metadata()
    {
        string folder = SharedFolder.Item("data", "imdb");
        var watch = Stopwatch.StartNew();

        DatasetParts parts = DatasetParts.Load(folder);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2 * Slack), $"took {watch.Elapsed}");
        Assert.Equal(["neg", "pos"], parts.Train.Labels.Names);
        Assert.Equal(ProblemType.SingleLabel, parts.Train.Labels.ProblemType);
        Assert.Equal(25_000, parts.Train.Count);
        Assert.Equal([12_500, 12_500], parts.Train.ClassCounts());
        Assert.NotNull(parts.Test);
    }

    [Fact]
    public void Cifar_loads_as_images_in_memory_with_ten_names()
    {
        Dataset data = Dataset.Load(SharedFolder.Item("data", "cifar10") + "[train[:500]]");

        Assert.Equal(500, data.Count);
        Assert.Equal(10, data.Labels.Count);
        Assert.Equal("airplane", data.Labels.Names[0]);
        Assert.All(data, example => Assert.Equal([0xFF, 0xD8], ((ImageExample)example).ReadBytes()[..2].ToArray()));
    }

    [Fact]
    public void A_slice_reads_only_the_row_groups_and_columns_it_needs()
    {
        string file = Directory.GetFiles(SharedFolder.Item("data", "imdb", "plain_text"), "train*")[0];
        using ParquetSource source = ParquetSource.Open(file);

        object?[][] cells = source.Read(["label"], [.. Enumerable.Range(990, 20)]);

        Assert.Equal(2, source.ChunksRead);
        Assert.Equal(20, cells[0].Length);
    }

    [Fact]
    [Trait("Fault", "53")]
    public void The_first_thousand_of_sorted_reviews_are_refused_with_the_way_out()
    {
        string spec = SharedFolder.Item("data", "imdb") + "[train[:1000]]";

        DataException error = Assert.Throws<DataException>(() => DatasetParts.Load(spec));

        Assert.Contains("sorted by label", error.Problem, StringComparison.Ordinal);
        Assert.Contains("--shuffle", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("--stratify", error.Remedy, StringComparison.Ordinal);
        Assert.Equal([500, 500], DatasetParts.Load(spec, new DataOptions { Stratify = true }).Train.ClassCounts());
        Assert.All(DatasetParts.Load(spec, new DataOptions { Shuffle = true }).Train.ClassCounts(), count => Assert.InRange(count, 400, 600));
    }

    // Other work on the same machine may take most of a core.
    private static int Slack => 3;
}
