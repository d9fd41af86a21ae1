namespace Graft.Text.Decoders;

/// <summary>One decoder after the other.</summary>
internal sealed class SequenceDecoder(IReadOnlyList<IDecoder> steps) : IDecoder
{
    public List<string> Decode(List<string> tokens)
    {
        foreach (IDecoder step in steps)
        {
            tokens = step.Decode(tokens);
        }

        return tokens;
    }
}
