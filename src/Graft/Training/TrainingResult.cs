namespace Graft.Training;

/// <summary>What a run did.</summary>
public sealed record TrainingResult
{
    /// <summary>How it ended.</summary>
    public required TrainingOutcome Outcome { get; init; }

    /// <summary>Optimizer steps done.</summary>
    public required int Steps { get; init; }

    /// <summary>Optimizer steps of the whole run.</summary>
    public required int TotalSteps { get; init; }

    /// <summary>Steps left out because their gradients were not finite.</summary>
    public required int SkippedSteps { get; init; }

    /// <summary>The first step that was left out, from 1; null if none was.</summary>
    public int? FirstSkippedStep { get; init; }

    /// <summary>Rows of a pass at most, from 1, since the memory ran out; null if batches were never cut.</summary>
    public int? RowsPerPass { get; init; }

    /// <summary>The step, from 1, at which the memory last ran out and batches were cut; null if they never were.</summary>
    public int? BatchLoweredAt { get; init; }

    /// <summary>The training log.</summary>
    public required IReadOnlyList<TrainingLogEntry> Log { get; init; }

    /// <summary>All evaluations.</summary>
    public required IReadOnlyList<EvaluationRecord> Evaluations { get; init; }

    /// <summary>The best evaluation; null where none was done.</summary>
    public required EvaluationRecord? Best { get; init; }

    /// <summary>
    /// True if the model has the weights of <see cref="Best"/> now. False where the run was interrupted, where
    /// <see cref="TrainingOptions.LoadBestAtEnd"/> is, or where they were lost: the model has the last weights then.
    /// </summary>
    public bool BestIsLoaded { get; init; }

    /// <summary>The newest checkpoint's folder, or null.</summary>
    public required string? LastCheckpoint { get; init; }

    /// <summary>Time of this call.</summary>
    public required TimeSpan Duration { get; init; }
}
