namespace Graft.Jobs.Events;

/// <summary>Something the user should know.</summary>
/// <param name="Text">One sentence.</param>
/// <param name="IsWarning">True if it may spoil the result.</param>
public sealed record Noted(string Text, bool IsWarning = false) : JobEvent;
