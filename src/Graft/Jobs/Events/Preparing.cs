namespace Graft.Jobs.Events;

/// <summary>Something takes time before the work proper begins: data is read, rows are checked. The command shows it to people alone.</summary>
/// <param name="Step">What is being done: "reading data".</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">All of it; 0 where that is not known.</param>
public sealed record Preparing(string Step, int Done = 0, int Total = 0) : JobEvent;
