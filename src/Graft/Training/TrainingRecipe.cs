using Graft.Models;

namespace Graft.Training;

/// <summary>Sets of options that work together.</summary>
public static class TrainingRecipe
{
    // Below this many optimizer steps a fresh head has not settled, so small data is gone through more often.
    private const int LeastSteps = 200, LeastImageSteps = 260;
    private const int MostEpochs = 10;

    /// <summary>The public trainer's defaults: learning rate 5e-5, linear decay without warm-up, batch 8, 3 epochs, clipping at 1.</summary>
    public static TrainingOptions Reference { get; } = new();

    /// <summary>Options for fine-tuning on hundreds to thousands of examples without surprises.</summary>
    /// <param name="inputs">Texts or images.</param>
    /// <param name="rows">Rows of the training part.</param>
    public static TrainingOptions ForSmallData(InputKind inputs, int rows) => inputs == InputKind.Image ? ForImages(rows) : ForTexts(rows);

    /// <summary>Options for training the head alone: a higher rate and more epochs, which take seconds once the features are known.</summary>
    /// <param name="rows">Rows of the training part.</param>
    public static TrainingOptions ForFrozenTrunk(int rows) => new()
    {
        FreezeTrunk = true,
        Epochs = EpochsFor(rows, batchSize: 16, LeastSteps, atLeast: 30),
        BatchSize = 16,
        LearningRate = 3e-3,
        WeightDecay = 0.01,
        Schedule = new ScheduleOptions { Kind = ScheduleKind.Linear, Warmup = 0.1 },
        CheckpointLimit = 1,
    };

    private static TrainingOptions ForTexts(int rows) => new()
    {
        Epochs = EpochsFor(rows, batchSize: 16, LeastSteps, atLeast: 3),
        BatchSize = 16,
        LearningRate = 1e-4,
        WeightDecay = 0.01,
        Schedule = new ScheduleOptions { Kind = ScheduleKind.Linear, Warmup = 0.1 },
        CheckpointLimit = 1,
    };

    // A new head needs a far higher rate than the trunk can bear, and batch norms must keep their statistics: otherwise
    // hundreds of images are too few to train on at all. Smoothed labels keep the head from growing sure of them too early.
    private static TrainingOptions ForImages(int rows) => new()
    {
        Epochs = EpochsFor(rows, batchSize: 16, LeastImageSteps, atLeast: 5),
        BatchSize = 16,
        LearningRate = 2e-4,
        HeadLearningRate = 2e-3,
        Schedule = new ScheduleOptions { Kind = ScheduleKind.Cosine, Warmup = 0.1 },
        Augment = true,
        LabelSmoothing = 0.1,
        CheckpointLimit = 1,
    };

    private static double EpochsFor(int rows, int batchSize, int leastSteps, int atLeast)
    {
        int stepsPerEpoch = Math.Max(1, (rows + batchSize - 1) / batchSize);
        return Math.Clamp((leastSteps + stepsPerEpoch - 1) / stepsPerEpoch, atLeast, Math.Max(atLeast, MostEpochs));
    }
}
