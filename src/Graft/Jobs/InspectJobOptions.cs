using Graft.Data;

namespace Graft.Jobs;

/// <summary>What `graft inspect` is told.</summary>
public sealed record InspectJobOptions
{
    /// <summary>Data, or a model's folder.</summary>
    public required string Target { get; init; }

    /// <summary>How to read data.</summary>
    public DataOptions DataOptions { get; init; } = new();

    /// <summary>The model whose tokenizer counts the tokens of texts; null: the shipped one.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens after which texts would be cut; null: what the tokenizer says.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Where the page with findings and samples goes; null for none.</summary>
    public string? Page { get; init; }
}
