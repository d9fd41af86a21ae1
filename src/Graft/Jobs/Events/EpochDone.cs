namespace Graft.Jobs.Events;

/// <summary>The model was evaluated on the validation part.</summary>
/// <param name="Step">Optimizer steps so far.</param>
/// <param name="Epoch">Epochs so far, as a fraction.</param>
/// <param name="TrainLoss">Mean training loss since the last evaluation.</param>
/// <param name="Metrics">"loss" and the metrics of the validation part.</param>
/// <param name="IsBest">True if it is the best so far.</param>
/// <param name="Seconds">Time the evaluation took.</param>
public sealed record EpochDone(
    int Step, double Epoch, double TrainLoss, IReadOnlyDictionary<string, double> Metrics, bool IsBest, double Seconds) : JobEvent;
