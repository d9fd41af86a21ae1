namespace Graft.Training;

/// <summary>A run that cannot go on: the loss is not a number, the memory is used up, a checkpoint does not fit.</summary>
public sealed class TrainingException(
    string problem, string? path = null, string? place = null, string? remedy = null, Exception? innerException = null)
    : GraftException(problem, path, place, remedy, innerException);
