namespace Graft.Text.PostProcessors;

/// <summary>Special tokens around the texts, as templates say.</summary>
internal sealed class TemplatePostProcessor(IReadOnlyList<TemplatePiece> single, IReadOnlyList<TemplatePiece> two) : PostProcessor
{
    public override IReadOnlyList<TemplatePiece> Template(bool pair) => pair ? two : single;
}
