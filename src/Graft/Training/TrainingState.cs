namespace Graft.Training;

/// <summary>Where a run stands, beside weights and optimizer: all that a checkpoint keeps.</summary>
internal sealed class TrainingState
{
    /// <summary>Optimizer steps done.</summary>
    public int GlobalStep { get; set; }

    /// <summary>Micro batches seen.</summary>
    public long MicroBatches { get; set; }

    /// <summary>Steps left out for their gradients.</summary>
    public int SkippedSteps { get; set; }

    /// <summary>The first step that was left out, from 1; null for none, or where a checkpoint before this was noted does not say.</summary>
    public int? FirstSkippedStep { get; set; }

    /// <summary>Rows of a pass at most since the memory ran out; null where batches are not cut.</summary>
    public int? RowsPerPass { get; set; }

    /// <summary>The step, from 1, at which the memory last ran out and batches were cut; null where they are not.</summary>
    public int? BatchLoweredAt { get; set; }

    /// <summary>Threads of libtorch that the run was started with; null where a checkpoint before this was noted does not say.</summary>
    public int? Threads { get; set; }

    /// <summary>The device that the run was started on; null where a checkpoint before this was noted does not say.</summary>
    public string? Device { get; set; }

    /// <summary>Updates that the optimizer made.</summary>
    public long OptimizerSteps { get; set; }

    /// <summary>Sum of the losses since the last entry of the log, and how many they are.</summary>
    public double PendingLoss { get; set; }

    /// <summary>Steps since the last entry of the log.</summary>
    public int PendingSteps { get; set; }

    /// <summary>What is known of the losses, to notice one that leaps up.</summary>
    public LossStatistics Losses { get; set; } = new();

    /// <summary>The training log.</summary>
    public List<TrainingLogEntry> Log { get; set; } = [];

    /// <summary>All evaluations.</summary>
    public List<EvaluationRecord> Evaluations { get; set; } = [];

    /// <summary>The best evaluation.</summary>
    public EvaluationRecord? Best { get; set; }

    /// <summary>Name of the checkpoint of the best evaluation, within the output folder.</summary>
    public string? BestCheckpoint { get; set; }

    /// <summary>Evaluations since the best one.</summary>
    public int EvaluationsWithoutImprovement { get; set; }

    /// <summary>True if the evaluation after the last step is still to be done.</summary>
    public bool EvaluationDue { get; set; }

    /// <summary>What must be the same for a run to go on: rows, labels, options that change the numbers.</summary>
    public Dictionary<string, string> Fingerprint { get; set; } = [];
}
