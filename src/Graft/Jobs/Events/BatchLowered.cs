namespace Graft.Jobs.Events;

/// <summary>The memory did not hold a pass: the step was done with fewer rows a pass, and the run goes on so.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="RowsPerPass">Rows of a pass at most from here on.</param>
public sealed record BatchLowered(int Step, int RowsPerPass) : JobEvent;
