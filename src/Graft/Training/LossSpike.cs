namespace Graft.Training;

/// <summary>A training loss far above those of the steps before.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Loss">Its loss.</param>
/// <param name="Mean">Running mean of the losses before.</param>
/// <param name="Deviation">Their running standard deviation.</param>
public sealed record LossSpike(int Step, double Loss, double Mean, double Deviation);
