namespace Graft.Training;

/// <summary>Lets a callback end a run.</summary>
public sealed class TrainingControl
{
    /// <summary>True once somebody asked to stop.</summary>
    public bool StopRequested { get; private set; }

    /// <summary>Ends the run after the present step, with a checkpoint where it has an output folder.</summary>
    public void Stop() => StopRequested = true;
}
