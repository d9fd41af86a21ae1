using Graft.Training;

namespace Graft.Jobs.Events;

/// <summary>The run is complete.</summary>
/// <param name="Folder">The trained folder.</param>
/// <param name="Report">The report's page.</param>
/// <param name="Test">Metrics of the test part, with accuracy_low and accuracy_high, the 95% interval of the accuracy; null where there is no test part.</param>
/// <param name="TestRows">Rows of the test part.</param>
/// <param name="BaselineLabel">The training part's most frequent class; null where rows have no single class.</param>
/// <param name="BaselineAccuracy">The test accuracy of always answering with it.</param>
/// <param name="BestEpoch">The epoch whose weights were kept, or null.</param>
/// <param name="Seconds">Time of the whole job.</param>
/// <param name="TrainingSeconds">Time of training with its evaluations.</param>
/// <param name="NextCommands">Commands to go on with.</param>
public sealed record RunDone(
    string Folder, string Report, IReadOnlyDictionary<string, double>? Test, int TestRows, string? BaselineLabel, double? BaselineAccuracy,
    double? BestEpoch, double Seconds,
    double TrainingSeconds, IReadOnlyList<string> NextCommands) : JobEvent
{
    /// <summary>What the model said about the test part; not shown.</summary>
    internal EvaluationOutput? TestOutput { get; init; }
}
