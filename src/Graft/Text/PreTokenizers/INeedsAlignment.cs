namespace Graft.Text.PreTokenizers;

/// <summary>A pre-tokenizer that may look at where a piece stood in the original.</summary>
internal interface INeedsAlignment
{
    /// <summary>Whether it does.</summary>
    bool NeedsAlignment { get; }
}
