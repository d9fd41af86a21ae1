namespace Graft.Training;

/// <summary>What one optimizer step did.</summary>
/// <param name="Loss">The step's loss, before the update.</param>
/// <param name="GradientNorm">L2 norm over all gradients before clipping.</param>
/// <param name="LearningRate">The rate used.</param>
/// <param name="Applied">False if the gradients were not finite, so that nothing was updated.</param>
public readonly record struct StepResult(double Loss, double GradientNorm, double LearningRate, bool Applied);
