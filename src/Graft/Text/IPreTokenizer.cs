namespace Graft.Text;

/// <summary>Cuts a normalized text into words, which the model then cuts into tokens. Implementations are immutable.</summary>
public interface IPreTokenizer
{
    /// <summary>Cuts or rewrites the pieces.</summary>
    void PreTokenize(PieceList pieces);
}
