namespace Graft.Training;

/// <summary>One entry of the training log: means over the steps since the last one.</summary>
/// <param name="Step">Optimizer steps so far.</param>
/// <param name="Epoch">Epochs so far, as a fraction.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="GradientNorm">L2 norm of the last step's gradients before clipping.</param>
/// <param name="LearningRate">The last step's learning rate.</param>
/// <param name="RowsPerSecond">Training rows a second.</param>
public sealed record TrainingLogEntry(
    int Step, double Epoch, double Loss, double GradientNorm, double LearningRate, double RowsPerSecond);
