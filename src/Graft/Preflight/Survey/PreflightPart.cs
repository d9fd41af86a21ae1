using Graft.Data;

namespace Graft.Preflight.Survey;

/// <summary>A part of the data with what was seen of its rows.</summary>
/// <param name="Name">train, validation or test.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Facts">What was seen of each.</param>
internal sealed record PreflightPart(string Name, Dataset Rows, RowFacts[] Facts);
