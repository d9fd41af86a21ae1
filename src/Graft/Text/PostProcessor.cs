namespace Graft.Text;

/// <summary>Puts the special tokens around one text or two. Implementations are immutable.</summary>
public abstract class PostProcessor
{
    /// <summary>What an encoding is made of, in order.</summary>
    /// <param name="pair">Whether there are two texts.</param>
    public abstract IReadOnlyList<TemplatePiece> Template(bool pair);

    /// <summary>Changes the spans of a text's tokens (in code points), before special tokens are added. Does nothing by default.</summary>
    /// <param name="tokens">The tokens' strings.</param>
    /// <param name="spans">Their spans in the original text, to be changed in place.</param>
    public virtual void AdjustSpans(IReadOnlyList<string> tokens, Span<TextSpan> spans)
    {
    }

    /// <summary>Whether <see cref="AdjustSpans"/> does anything.</summary>
    public virtual bool AdjustsSpans => false;
}
