namespace Graft.Export;

/// <summary>A model that cannot be exported, or whose exported file does not give the model's logits.</summary>
public sealed class ExportException(
    string problem, string? path = null, string? place = null, string? remedy = null, Exception? innerException = null)
    : GraftException(problem, path, place, remedy, innerException);
