namespace Graft.Reports;

/// <summary>One logged point of the training loop.</summary>
/// <param name="Step">The optimizer step, from 1.</param>
/// <param name="Loss">The training loss; a point that is not finite leaves a gap in the curve.</param>
/// <param name="LearningRate">The learning rate of that step.</param>
public sealed record LossPoint(long Step, double Loss, double LearningRate);
