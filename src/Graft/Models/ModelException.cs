namespace Graft.Models;

/// <summary>A model folder that cannot be opened or written: its config, its weights, or a family that is not known.</summary>
public sealed class ModelException(
    string problem, string? path = null, string? place = null, string? remedy = null, Exception? innerException = null)
    : GraftException(problem, path, place, remedy, innerException);
