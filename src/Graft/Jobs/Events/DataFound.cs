using Graft.Models;

namespace Graft.Jobs.Events;

/// <summary>The data is read.</summary>
/// <param name="Data">What the user named.</param>
/// <param name="Kind">Texts or images.</param>
/// <param name="Labels">The labels' names.</param>
/// <param name="Train">The training part.</param>
/// <param name="Validation">The part that decides which weights are best, or null.</param>
/// <param name="Test">The part that the result is judged by, or null.</param>
public sealed record DataFound(
    string Data, InputKind Kind, IReadOnlyList<string> Labels, PartSummary Train, PartSummary? Validation, PartSummary? Test) : JobEvent;
