using System.Diagnostics;
using System.Text.Json.Nodes;
using Graft.Data;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Training;
using Graft.Vision;

namespace Graft.Benchmarks;

/// <summary>Twenty steps of four CIFAR-10 images on ViT at real size.</summary>
internal static class VitCases
{
    private const int Steps = 20;

    public static void Run()
    {
        string small = Folders.Shared("models", "vit-small-patch14-224");
        Train("ViT-small, pretrained", small, () => PretrainedClassifier.Load(small, Options(Images())));
        Train("ViT-base, random weights", small, () => Base(Images()));
    }

    private static void Train(string title, string processorFolder, Func<PretrainedClassifier> open)
    {
        Dataset images = Images();
        string folder = Path.Combine(Path.GetTempPath(), $"graft-bench-{Guid.NewGuid():n}");
        try
        {
            using PretrainedClassifier classifier = open();
            var source = new EncodedImages(images, ImageProcessor.Load(processorFolder));
            var options = new TrainingOptions
            {
                MaxSteps = Steps, BatchSize = 4, LearningRate = 1e-4, LoggingSteps = 1, Evaluation = Cadence.Never, Saving = Cadence.Never, LoadBestAtEnd = false,
            };
            var trainer = new Trainer(classifier, options, source);
            var time = Stopwatch.StartNew();
            TrainingResult result = trainer.Train();
            double seconds = time.Elapsed.TotalSeconds / Steps;
            trainer.Save(folder);
            using PretrainedClassifier again = PretrainedClassifier.Load(folder);
            EvaluationOutput before = trainer.Predict(source), after = new Trainer(again, options, source).Predict(source);
            double first = result.Log.Take(5).Average(entry => entry.Loss), last = result.Log.TakeLast(5).Average(entry => entry.Loss);
            Console.WriteLine($"{title}: {seconds:0.00} s a step of 4 images, loss {first:0.000} (steps 1-5) to {last:0.000} (steps {Steps - 4}-{Steps}), reopened logits equal: {before.Logits.SequenceEqual(after.Logits)}");
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    // 20 images seen four times: a falling loss shows within twenty steps.
    private static Dataset Images() => Dataset.Load($"{Folders.Shared("data", "cifar10", "plain_text")}[train[:20]]");

    private static ModelLoadOptions Options(Dataset images) => new() { Labels = images.Labels, IgnoreMismatchedSizes = true };

    private static PretrainedClassifier Base(Dataset images)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"graft-bench-{Guid.NewGuid():n}");
        var config = new ModelConfigFile(new JsonObject { ["model_type"] = "vit" }, "config.json");
        try
        {
            PretrainedClassifier.CreateNew(config, images.Labels, seed: 42).Save(folder);
            return PretrainedClassifier.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
