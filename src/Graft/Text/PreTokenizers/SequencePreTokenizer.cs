namespace Graft.Text.PreTokenizers;

/// <summary>One pre-tokenizer after the other, each on the pieces of the one before.</summary>
internal sealed class SequencePreTokenizer(IReadOnlyList<IPreTokenizer> steps) : IPreTokenizer
{
    public void PreTokenize(PieceList pieces)
    {
        foreach (IPreTokenizer step in steps)
        {
            step.PreTokenize(pieces);
        }
    }
}
