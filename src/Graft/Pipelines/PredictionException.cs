namespace Graft.Pipelines;

/// <summary>A prediction that cannot be made: the memory is used up, or what the model answers is no number.</summary>
public sealed class PredictionException(
    string problem, string? path = null, string? place = null, string? remedy = null, Exception? innerException = null)
    : GraftException(problem, path, place, remedy, innerException);
