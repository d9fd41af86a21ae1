namespace Graft.Text.Models;

/// <summary>The settings of byte-pair encoding.</summary>
internal sealed record BytePairOptions
{
    /// <summary>The id for characters that the vocabulary does not have, or -1: they vanish.</summary>
    public int UnknownId { get; init; } = -1;

    /// <summary>Whether neighbouring unknown characters become one token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Whether unknown characters become tokens of their bytes.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a word that is a token as a whole is not built by merges.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>What tokens within a word begin with.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>What the last token of a word ends with.</summary>
    public string Suffix { get; init; } = "";
}
