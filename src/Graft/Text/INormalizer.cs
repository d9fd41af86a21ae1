namespace Graft.Text;

/// <summary>Changes a text before it is cut: case, accents, Unicode forms. Implementations are immutable.</summary>
public interface INormalizer
{
    /// <summary>Rewrites the text.</summary>
    void Normalize(AlignedText text);
}
