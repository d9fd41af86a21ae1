namespace Graft.Text.PreTokenizers;

/// <summary>One pre-tokenizer after the other, each on the pieces of the one before.</summary>
internal sealed class SequencePreTokenizer(IReadOnlyList<IPreTokenizer> steps) : IPreTokenizer, INeedsAlignment
{
    public bool NeedsAlignment => steps.Any(s => s is INeedsAlignment { NeedsAlignment: true });

    public void PreTokenize(PieceList pieces)
    {
        foreach (IPreTokenizer step in steps)
        {
            step.PreTokenize(pieces);
        }
    }
}
