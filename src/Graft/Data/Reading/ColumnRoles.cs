using Graft.Models;
namespace Graft.Data.Reading;

/// <summary>What the columns of a source are used for.</summary>
internal sealed record ColumnRoles
{
    /// <summary>What the examples are.</summary>
    public required InputKind Kind { get; init; }

    /// <summary>The column with the texts or images.</summary>
    public required string Input { get; init; }

    /// <summary>The column with the second texts, or null.</summary>
    public string? Pair { get; init; }

    /// <summary>The label columns; empty where none are needed.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How they were found, where not plainly by name.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>All columns to read, input first, then the pair if any, then labels.</summary>
    public IReadOnlyList<string> All => Pair is null ? [Input, .. Labels] : [Input, Pair, .. Labels];
}
