namespace Graft.Text;

/// <summary>Turns tokens back into text. Implementations are immutable.</summary>
public interface IDecoder
{
    /// <summary>Changes the list of tokens; what is in it at the end is joined.</summary>
    /// <param name="tokens">The tokens, in order; may be changed in place.</param>
    List<string> Decode(List<string> tokens);
}
