using Graft.Data;
using Graft.Data.Batching;
using Graft.Evaluation;
using Graft.Models;
using Graft.Preflight;
using Graft.Training;

namespace Graft.Jobs;

/// <summary>Measures a batch to tell what a training with the default options would take.</summary>
internal static class RunForecasting
{
    /// <summary>The forecast; null for data that cannot be trained on.</summary>
    /// <param name="options">What the user said.</param>
    /// <param name="parts">The data, without broken images.</param>
    /// <param name="folder">The model's folder.</param>
    /// <param name="note">Gets the reason where the model's folder does not allow a forecast.</param>
    public static RunForecast? Of(InspectJobOptions options, DatasetParts parts, string folder, Action<string> note)
    {
        LabelSet labels = parts.Train.Labels;
        if (parts.Train.Count == 0 || (labels.ProblemType == ProblemType.SingleLabel && parts.Train.ClassCounts().Count(count => count > 0) < 2))
        {
            return null;
        }

        try
        {
            var job = new TrainJobOptions { Data = options.Target, MaxLength = options.MaxLength };
            using PretrainedClassifier classifier = PretrainedClassifier.Load(
                folder, new ModelLoadOptions { Labels = labels, IgnoreMismatchedSizes = true, Seed = job.Seed });
            EncodedParts encoded = EncodedParts.For(folder, classifier, parts.Train.Kind, options.MaxLength, isTraining: true);
            DatasetParts split = parts.WithHeldOut(job.ValidationFraction, job.TestFraction, job.Seed);
            TrainingOptions training = TrainJobRecipe.Of(job, split.Train, parts.Train.Kind, "") with { OutputFolder = null };
            IBatchSource? validation = split.Validation is null ? null : encoded.Encode(split.Validation);
            TrainingEstimate estimate = new Trainer(classifier, training, encoded.Encode(split.Train), validation, EvaluationMetrics.Compute).Estimate();
            return new RunForecast(folder, estimate.Duration.TotalSeconds, estimate.MemoryBytes);
        }
        catch (GraftException error)
        {
            note($"What a training would take cannot be told: {error.Message}");
            return null;
        }
    }
}
