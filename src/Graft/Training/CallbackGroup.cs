namespace Graft.Training;

/// <summary>The callbacks of a trainer, told one after the other in the order in which they were given.</summary>
internal sealed class CallbackGroup(IEnumerable<TrainingCallback> callbacks)
{
    private readonly TrainingCallback[] _callbacks = [.. callbacks];

    /// <summary>Tells each of them.</summary>
    public void Tell(Action<TrainingCallback> tell) => Array.ForEach(_callbacks, tell);
}
