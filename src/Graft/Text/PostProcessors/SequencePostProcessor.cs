namespace Graft.Text.PostProcessors;

/// <summary>Several post-processors: all change spans, and one at most adds tokens.</summary>
internal sealed class SequencePostProcessor(IReadOnlyList<PostProcessor> steps, PostProcessor template) : PostProcessor
{
    public override bool AdjustsSpans => steps.Any(s => s.AdjustsSpans);

    public override IReadOnlyList<TemplatePiece> Template(bool pair) => template.Template(pair);

    public override void AdjustSpans(IReadOnlyList<string> tokens, Span<TextSpan> spans)
    {
        foreach (PostProcessor step in steps)
        {
            step.AdjustSpans(tokens, spans);
        }
    }
}
