namespace Graft.Training;

/// <summary>How a run ended.</summary>
public enum TrainingOutcome
{
    /// <summary>All steps were done.</summary>
    Completed,

    /// <summary>The metric did not improve for as long as the options allow.</summary>
    StoppedEarly,

    /// <summary>
    /// It was asked to stop. <see cref="TrainingResult.LastCheckpoint"/> holds where it was; there is none where the run has no
    /// output folder, or where no step was done.
    /// </summary>
    Interrupted,
}
