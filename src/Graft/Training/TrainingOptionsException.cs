namespace Graft.Training;

/// <summary>Options that cannot work; the message lists everything that is wrong with them.</summary>
public sealed class TrainingOptionsException(IReadOnlyList<string> problems)
    : GraftException(problems.Count == 1 ? problems[0] : $"{problems.Count} options cannot work: {string.Join(" ", problems)}")
{
    /// <summary>One sentence a problem.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
