namespace Graft.Text.Normalizers;

/// <summary>One normalizer after the other.</summary>
internal sealed class SequenceNormalizer(IReadOnlyList<INormalizer> steps) : INormalizer
{
    public void Normalize(AlignedText text)
    {
        foreach (INormalizer step in steps)
        {
            step.Normalize(text);
        }
    }
}
