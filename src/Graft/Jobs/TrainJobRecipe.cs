using Graft.Data;
using Graft.Models;
using Graft.Tensors;
using Graft.Training;

namespace Graft.Jobs;

/// <summary>The training options of a job: a recipe, changed by what the user said.</summary>
internal static class TrainJobRecipe
{
    public static TrainingOptions Of(TrainJobOptions job, Dataset train, InputKind inputs, string outputFolder)
    {
        TrainingOptions recipe = job switch
        {
            { Recipe: RecipeKind.Reference } => TrainingRecipe.Reference,
            { FreezeTrunk: true } => TrainingRecipe.ForFrozenTrunk(train.Count),
            _ => TrainingRecipe.ForSmallData(inputs, train.Count),
        };
        return Change(recipe, job) with
        {
            OutputFolder = outputFolder,
            Format = job.Format,
            ClassWeights = job.BalanceClasses ? BalancedWeights(train) : null,
            BestMetric = job.BestMetric ?? (train.Labels.ProblemType == ProblemType.SingleLabel ? "accuracy" : recipe.BestMetric),
        };
    }

    /// <summary>Checks what the user said before anything is read.</summary>
    /// <exception cref="TrainingOptionsException">Some of it cannot work; the message lists each.</exception>
    /// <exception cref="Native.NativeLibraryException">A CUDA device is asked for, and there is none.</exception>
    public static void Check(TrainJobOptions job)
    {
        var problems = new List<string>();
        if (!(job.ValidationFraction >= 0 && job.TestFraction >= 0 && job.ValidationFraction + job.TestFraction < 1))
        {
            problems.Add($"ValidationFraction ({job.ValidationFraction}) and TestFraction ({job.TestFraction}) must be from 0 and together below 1.");
        }

        if (job.Threads < 1)
        {
            problems.Add($"Threads ({job.Threads}) must be from 1.");
        }

        if (job.Device == DeviceChoice.Cuda)
        {
            // Else nothing is asked of libtorch here: loading it takes longer than telling of a file that is not there.
            _ = ComputeDevice.Choose(job.Device);
        }

        try
        {
            Change(TrainingRecipe.Reference, job).Validate();
        }
        catch (TrainingOptionsException error)
        {
            problems.AddRange(error.Problems);
        }

        if (problems.Count > 0)
        {
            throw new TrainingOptionsException(problems);
        }
    }

    private static TrainingOptions Change(TrainingOptions recipe, TrainJobOptions job)
    {
        double rate = job.LearningRate ?? recipe.LearningRate;
        double? headRate = job.HeadLearningRate ?? recipe.HeadLearningRate * (rate / recipe.LearningRate);
        Cadence cadence = job.SaveSteps is null ? Cadence.Epoch : Cadence.Steps;
        return recipe with
        {
            Epochs = job.Epochs ?? recipe.Epochs,
            MaxSteps = job.MaxSteps ?? recipe.MaxSteps,
            BatchSize = job.BatchSize ?? recipe.BatchSize,
            GradientAccumulation = job.GradientAccumulation ?? recipe.GradientAccumulation,
            LearningRate = rate,
            HeadLearningRate = headRate,
            LayerDecay = job.LayerDecay ?? recipe.LayerDecay,
            WeightDecay = job.WeightDecay ?? recipe.WeightDecay,
            Schedule = recipe.Schedule with
            {
                Kind = job.Schedule ?? recipe.Schedule.Kind,
                Warmup = job.Warmup ?? recipe.Schedule.Warmup,
            },
            MaxGradientNorm = job.MaxGradientNorm ?? recipe.MaxGradientNorm,
            LabelSmoothing = job.LabelSmoothing ?? recipe.LabelSmoothing,
            FrozenDepth = job.FreezeLayers is > 0 and var layers ? layers + 1 : recipe.FrozenDepth,
            FreezeTrunk = job.FreezeTrunk,
            Device = job.Device,
            CheckpointActivations = job.CheckpointActivations,
            LowerBatchSize = job.LowerBatchSize,
            Augment = job.Augment ?? recipe.Augment,
            Seed = job.Seed,
            BestMetric = job.BestMetric ?? recipe.BestMetric,
            EarlyStoppingPatience = job.EarlyStoppingPatience,
            Evaluation = cadence,
            Saving = cadence,
            EvaluationSteps = job.SaveSteps ?? recipe.EvaluationSteps,
            SavingSteps = job.SaveSteps ?? recipe.SavingSteps,
            CheckpointLimit = job.CheckpointLimit ?? recipe.CheckpointLimit ?? 2,
        };
    }

    // As often as the rarest class asks for: rows / (classes × rows of the class).
    private static float[]? BalancedWeights(Dataset train)
    {
        int[] counts = train.ClassCounts();
        return train.Labels.ProblemType == ProblemType.SingleLabel
            ? [.. counts.Select(count => (float)train.Count / (counts.Length * Math.Max(1, count)))]
            : throw new JobException("Classes can be balanced only where each row has one label.", train.Name, remedy: "Leave --balance-classes out.");
    }
}
