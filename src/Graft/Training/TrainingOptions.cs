using Graft.Tensors;

namespace Graft.Training;

/// <summary>
/// The user's choices for a training run. The defaults are those of the public trainer; recipes for small data are in
/// TrainingRecipe.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>
    /// Folder of checkpoints; null (the default): none are written, and the best weights are kept in memory. Where the folder
    /// holds checkpoints of a run that has ended (all its steps done, or its patience), the first checkpoint of a new run
    /// takes their place; where that run has not ended, a new one is refused: nothing that could go on is lost.
    /// </summary>
    public string? OutputFolder { get; init; }

    /// <summary>Passes over the training part, above 0; may be a fraction. Default 3.</summary>
    public double Epochs { get; init; } = 3;

    /// <summary>Optimizer steps; overrides <see cref="Epochs"/> where given.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Rows a forward pass, from 1. Default 8.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>Rows a forward pass in evaluation, from 1; null (the default): 6 images, or as many texts as make 2,048 tokens.</summary>
    public int? EvaluationBatchSize { get; init; }

    /// <summary>Batches an optimizer step, from 1. Default 1.</summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>Learning rate of the trunk, above 0. Default 5e-5.</summary>
    public double LearningRate { get; init; } = 5e-5;

    /// <summary>Learning rate of the head; null (the default): that of the trunk.</summary>
    public double? HeadLearningRate { get; init; }

    /// <summary>Factor on the rate from a layer to the one below, above 0 to 1. Default 1: one rate for all.</summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>Weight decay, from 0; not on biases and norms. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Largest norm over all gradients, above 0; 0 is none. Default 1.</summary>
    public double MaxGradientNorm { get; init; } = 1;

    /// <summary>The learning-rate schedule. Default: linear without warm-up.</summary>
    public ScheduleOptions Schedule { get; init; } = new();

    /// <summary>The optimizer's constants.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>Share of each target spread over all classes, 0 (the default) to below 1.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>A weight a class in the loss; null (the default): 1 each.</summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>Depth below which nothing is trained: 1 freezes the embeddings, n + 1 the lowest n layers too. Default 0.</summary>
    public int FrozenDepth { get; init; }

    /// <summary>
    /// True to train the head alone, on features that the trunk computes once for each row: no dropout in the trunk, no
    /// augmentation. Default false.
    /// </summary>
    public bool FreezeTrunk { get; init; }

    /// <summary>
    /// The format of matrix products. Default: single precision, the same everywhere. <see cref="ComputeFormat.Auto"/>
    /// takes bfloat16 where the machine multiplies it faster, for models without batch norms.
    /// </summary>
    public ComputeFormat Format { get; init; } = ComputeFormat.Float32;

    /// <summary>
    /// Where the model computes. Default: on the processor, the same everywhere. On another device <see cref="ComputeFormat.Auto"/>
    /// is bfloat16 if the device has it, results differ by rounding, and dropout has other masks.
    /// </summary>
    public DeviceChoice Device { get; init; } = DeviceChoice.Cpu;

    /// <summary>
    /// True to keep only the input of each encoder layer and to run the layer again in the backward pass: less memory,
    /// more time, the same numbers. Models with layers of their own (ModernBERT, DeBERTa, Swin, convolutional ones) train
    /// as before. Default false.
    /// </summary>
    public bool CheckpointActivations { get; init; }

    /// <summary>
    /// True to go on with fewer rows a pass where a forward or backward pass asks for memory and gets none: the step is run
    /// again with its batches cut into halves, down to one row, and all later batches are cut so too. An optimizer step
    /// sees the same rows with the same weights: without dropout only rounding differs, with dropout the masks do as well.
    /// Passes of evaluations and of a frozen trunk are cut in the same way. Not together with
    /// <see cref="UpdateBatchStatistics"/>. It cannot help where the system ends the process instead of refusing memory.
    /// Default false: the run ends with an error.
    /// </summary>
    public bool LowerBatchSize { get; init; }

    /// <summary>True to train with the dropout that the model's configuration asks for (the default), false for none.</summary>
    public bool UseDropout { get; init; } = true;

    /// <summary>
    /// True to let batch norms follow the batches; false (the default) keeps their pretrained statistics, without which
    /// small batches ruin a pretrained model.
    /// </summary>
    public bool UpdateBatchStatistics { get; init; }

    /// <summary>True to change training images at random: half of them are mirrored, or what <c>EncodedImages</c> was given is done. Default false.</summary>
    public bool Augment { get; init; }

    /// <summary>True to put rows of similar length into a batch (the default).</summary>
    public bool GroupByLength { get; init; } = true;

    /// <summary>Seed of order, dropout, augmentation. Default 42.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>When to evaluate. Default: after each epoch.</summary>
    public Cadence Evaluation { get; init; } = Cadence.Epoch;

    /// <summary>Steps between evaluations where <see cref="Evaluation"/> goes by steps.</summary>
    public int EvaluationSteps { get; init; } = 500;

    /// <summary>When to write a checkpoint. Default: after each epoch.</summary>
    public Cadence Saving { get; init; } = Cadence.Epoch;

    /// <summary>Steps between checkpoints where <see cref="Saving"/> goes by steps.</summary>
    public int SavingSteps { get; init; } = 500;

    /// <summary>Complete checkpoints to keep besides the best one, from 1; null (the default) keeps all.</summary>
    public int? CheckpointLimit { get; init; }

    /// <summary>Steps between entries of the log, from 1. Default 10.</summary>
    public int LoggingSteps { get; init; } = 10;

    /// <summary>True to end with the weights of the best evaluation (the default).</summary>
    public bool LoadBestAtEnd { get; init; } = true;

    /// <summary>The metric that decides what is best: "loss" (the default) or a name that the metrics give.</summary>
    public string BestMetric { get; init; } = "loss";

    /// <summary>
    /// Whether more is better; null (the default): yes, but for names that end in "loss" or "error" and for the errors and
    /// calibration errors that are named otherwise (mse, rmse, mae, median_ae, ece).
    /// </summary>
    public bool? GreaterIsBetter { get; init; }

    /// <summary>Evaluations without improvement after which training ends; null (the default): never.</summary>
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>
    /// True to go on from a checkpoint of other data or settings, with a warning for each difference; false (the default)
    /// refuses. The weights must have the same shapes.
    /// </summary>
    public bool AllowChanges { get; init; }

    /// <summary>Whether a larger value of <see cref="BestMetric"/> is the better one.</summary>
    public bool BestIsGreatest => GreaterIsBetter
        ?? !(BestMetric.EndsWith("loss", StringComparison.Ordinal) || BestMetric.EndsWith("error", StringComparison.Ordinal)
            || BestMetric is "mse" or "rmse" or "mae" or "median_ae" or "ece");

    /// <summary>Optimizer steps of one pass over so many rows.</summary>
    public int StepsPerEpoch(int rows)
    {
        int batches = (rows + BatchSize - 1) / BatchSize;
        return (batches + GradientAccumulation - 1) / GradientAccumulation;
    }

    /// <summary>Optimizer steps of a run over so many rows.</summary>
    public int TotalSteps(int rows) => MaxSteps ?? (int)Math.Ceiling(StepsPerEpoch(rows) * Epochs);

    /// <summary>Checks all options together.</summary>
    /// <exception cref="TrainingOptionsException">Some cannot work; the message lists each.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        Check(Enum.IsDefined(Format), $"Format ({Format}) must be Auto, Float32 or Bfloat16.");
        Check(Format != ComputeFormat.Int8, "Format Int8 is for prediction; a model is trained in Float32 or Bfloat16.");
        Check(Enum.IsDefined(Device), $"Device ({Device}) must be Auto, Cpu or Cuda.");
        Check(Epochs > 0 && Epochs <= 100_000, $"Epochs ({Epochs}) must be above 0 and at most 100,000.");
        Check(MaxSteps is null or > 0, $"MaxSteps ({MaxSteps}) must be above 0.");
        Check(BatchSize is > 0 and <= 65_536, $"BatchSize ({BatchSize}) must be 1 to 65,536.");
        Check(EvaluationBatchSize is null or (> 0 and <= 65_536), $"EvaluationBatchSize ({EvaluationBatchSize}) must be 1 to 65,536.");
        Check(GradientAccumulation is > 0 and <= 65_536, $"GradientAccumulation ({GradientAccumulation}) must be 1 to 65,536.");
        Check(LearningRate > 0 && double.IsFinite(LearningRate), $"LearningRate ({LearningRate}) must be above 0.");
        Check(HeadLearningRate is null || (HeadLearningRate > 0 && double.IsFinite(HeadLearningRate.Value)), $"HeadLearningRate ({HeadLearningRate}) must be above 0.");
        Check(LayerDecay is > 0 and <= 1, $"LayerDecay ({LayerDecay}) must be above 0 and at most 1.");
        Check(WeightDecay is >= 0 and < 1000, $"WeightDecay ({WeightDecay}) must be from 0.");
        Check(MaxGradientNorm >= 0, $"MaxGradientNorm ({MaxGradientNorm}) must be above 0, or 0 for no clipping.");
        Check(LabelSmoothing is >= 0 and < 1, $"LabelSmoothing ({LabelSmoothing}) must be from 0 to below 1.");
        Check(ClassWeights is null || ClassWeights.All(weight => weight > 0 && float.IsFinite(weight)), "ClassWeights must all be above 0.");
        Check(FrozenDepth >= 0, $"FrozenDepth ({FrozenDepth}) must be from 0.");
        Check(!FreezeTrunk || !Augment, "FreezeTrunk computes the features of each row once, Augment changes the rows each time: leave one of them out.");
        Check(!FreezeTrunk || !UpdateBatchStatistics, "FreezeTrunk leaves the trunk as it is, UpdateBatchStatistics changes it: leave one of them out.");
        Check(!LowerBatchSize || !UpdateBatchStatistics, "LowerBatchSize cuts batches, and UpdateBatchStatistics computes with the statistics of whole ones: leave one of them out.");
        problems.AddRange(Schedule is null ? ["Schedule is null: leave it out for the default."] : Schedule.Problems(LearningRate));
        problems.AddRange(Optimizer is null ? ["Optimizer is null: leave it out for the default."] : Optimizer.Problems());
        Check(!string.IsNullOrWhiteSpace(BestMetric), "BestMetric is empty: name a metric, or leave it out for the loss.");
        Check(Enum.IsDefined(Evaluation), $"Evaluation ({Evaluation}) must be Never, Epoch or Steps.");
        Check(Enum.IsDefined(Saving), $"Saving ({Saving}) must be Never, Epoch or Steps.");
        Check(Evaluation != Cadence.Steps || EvaluationSteps > 0, $"EvaluationSteps ({EvaluationSteps}) must be above 0.");
        Check(Saving != Cadence.Steps || SavingSteps > 0, $"SavingSteps ({SavingSteps}) must be above 0.");
        Check(CheckpointLimit is null or > 0, $"CheckpointLimit ({CheckpointLimit}) must be above 0.");
        Check(LoggingSteps > 0, $"LoggingSteps ({LoggingSteps}) must be above 0.");
        Check(EarlyStoppingPatience is null or > 0, $"EarlyStoppingPatience ({EarlyStoppingPatience}) must be above 0.");
        if (problems.Count > 0)
        {
            throw new TrainingOptionsException(problems);
        }

        void Check(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }
}
