namespace Graft.Cli.Tests;

/// <summary>What a training does when a signal comes.</summary>
public enum SignalPhase
{
    /// <summary>The data is read, it and the model are checked; there is no folder yet.</summary>
    Preflight,

    /// <summary>A step.</summary>
    Training,

    /// <summary>The evaluation in the middle.</summary>
    Evaluating,

    /// <summary>A checkpoint is being written.</summary>
    Saving,

    /// <summary>The model is trained; the test part is predicted.</summary>
    Testing,

    /// <summary>The test part is predicted; the report is written.</summary>
    Reporting,
}
