namespace Graft.Jobs;

/// <summary>A job that cannot be done as asked: what was named does not fit together.</summary>
public sealed class JobException(
    string problem, string? path = null, string? place = null, string? remedy = null, Exception? innerException = null)
    : GraftException(problem, path, place, remedy, innerException);
