namespace Graft.Jobs.Events;

/// <summary>The training loss leapt far above those of the steps before. Told once, until it has come down again.</summary>
/// <param name="Step">The step.</param>
/// <param name="Loss">Its loss.</param>
/// <param name="Mean">Running mean of the losses before.</param>
/// <param name="Deviation">Their running standard deviation.</param>
public sealed record LossSpiked(int Step, double Loss, double Mean, double Deviation) : JobEvent;
