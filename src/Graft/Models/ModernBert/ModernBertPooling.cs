namespace Graft.Models.ModernBert;

/// <summary>Which vector ModernBERT's head reads; the names in config.json are in brackets.</summary>
public enum ModernBertPooling
{
    /// <summary>The first token's ("cls").</summary>
    FirstToken,

    /// <summary>The mean over a row's tokens without padding ("mean").</summary>
    Mean,
}
