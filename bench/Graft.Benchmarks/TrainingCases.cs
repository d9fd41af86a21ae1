using Graft.Data;
using Graft.Jobs;
using Graft.Jobs.Events;
using Graft.Tensors;
using Graft.Tensors.Kernels;

namespace Graft.Benchmarks;

/// <summary>Whole training jobs over three seeds, with the accuracy they reach.</summary>
internal static class TrainingCases
{
    /// <summary>The seeds, one run each.</summary>
    public static IReadOnlyList<ulong> Seeds { get; set; } = [1, 2, 3];

    public static void Reviews() => Report("samples/reviews, default recipe", seed => new TrainJobOptions { Data = Folders.Samples("reviews"), Model = Folders.TextModel, Seed = seed });

    /// <summary>The same data, order, masks and recipe with Graft's own kernels, or with libtorch's operations one by one.</summary>
    /// <param name="format">The format of products.</param>
    public static void Curves(ComputeFormat format) => Report(
        $"samples/reviews, {format.ToString().ToLowerInvariant()}, {(OwnKernels.AreOn ? "own kernels" : "libtorch's operations")}",
        seed => new TrainJobOptions { Data = Folders.Samples("reviews"), Model = Folders.TextModel, Format = format, Seed = seed });

    public static void Fashion() => Report("samples/fashion, default recipe", seed => new TrainJobOptions { Data = Folders.Samples("fashion"), Model = Folders.ImageModel, Seed = seed });

    public static void Frozen()
    {
        Report("samples/reviews, frozen trunk", seed => new TrainJobOptions { Data = Folders.Samples("reviews"), Model = Folders.TextModel, FreezeTrunk = true, Seed = seed });
        Report("samples/fashion, frozen trunk", seed => new TrainJobOptions { Data = Folders.Samples("fashion"), Model = Folders.ImageModel, FreezeTrunk = true, Seed = seed });
    }

    public static void Imdb() => Report("IMDb 500 + 500, 1 epoch, batch 4, 5e-5, length 512", seed => new TrainJobOptions
    {
        Data = $"{Folders.Shared("data", "imdb", "plain_text")}[train[:1000]]",
        TestData = $"{Folders.Shared("data", "imdb", "plain_text")}[test[:1000]]",
        DataOptions = new DataOptions { Stratify = true, Seed = 42 },
        Model = Folders.TextModel,
        Epochs = 1,
        BatchSize = 4,
        LearningRate = 5e-5,
        MaxLength = 512,
        Warmup = 0,
        WeightDecay = 0,
        ValidationFraction = 0,
        Seed = seed,
    });

    public static void Cifar() => Report("CIFAR-10 train[:500], default recipe", seed => new TrainJobOptions
    {
        Data = $"{Folders.Shared("data", "cifar10", "plain_text")}[train[:500]]",
        TestData = $"{Folders.Shared("data", "cifar10", "plain_text")}[test[:1000]]",
        Model = Folders.ImageModel,
        ValidationFraction = 0,
        Seed = seed,
    });

    private static void Report(string title, Func<ulong, TrainJobOptions> options)
    {
        var accuracies = new List<double>();
        var seconds = new List<double>();
        foreach (ulong seed in Seeds)
        {
            string folder = Path.Combine(Path.GetTempPath(), $"graft-bench-{Guid.NewGuid():n}");
            RunDone? done = null;
            var clock = System.Diagnostics.Stopwatch.StartNew();
            double planned = 0, known = 0;
            try
            {
                TrainJob.Run(options(seed) with { Output = folder }, happening =>
                {
                    done = happening as RunDone ?? done;
                    planned = happening is RunPlanned ? clock.Elapsed.TotalSeconds : planned;
                    known = happening is FeaturesRunning ? clock.Elapsed.TotalSeconds : known;
                });
            }
            finally
            {
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }

            accuracies.Add(done!.Test!["accuracy"]);
            seconds.Add(done.Seconds);
            Console.WriteLine($"{title}, seed {seed}: accuracy {accuracies[^1]:0.000} ({done.Test["accuracy_low"]:0.000} to {done.Test["accuracy_high"]:0.000}), {done.Seconds:0} s, training {done.TrainingSeconds:0} s{(known > 0 ? $" (features {known - planned:0.0} s)" : "")}");
        }

        Console.WriteLine($"{title}: median accuracy {Median(accuracies):0.000}, median {Median(seconds):0} s");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
