namespace Graft.Jobs.Events;

/// <summary>An optimizer step is done.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="TotalSteps">Steps in all.</param>
/// <param name="Epoch">Epochs so far, as a fraction.</param>
/// <param name="Loss">Its training loss, smoothed over the last steps.</param>
/// <param name="LearningRate">Its learning rate.</param>
/// <param name="RowsPerSecond">Training rows a second.</param>
/// <param name="SecondsLeft">Time left for steps and evaluations.</param>
public sealed record StepDone(
    int Step, int TotalSteps, double Epoch, double Loss, double LearningRate, double RowsPerSecond, double SecondsLeft) : JobEvent;
