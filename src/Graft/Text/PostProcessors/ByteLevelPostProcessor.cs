using Graft.Text.PreTokenizers;
using Graft.Text.Unicode;

namespace Graft.Text.PostProcessors;

/// <summary>Takes the white space at the ends of byte-level tokens out of their spans; adds no tokens.</summary>
/// <param name="trims">Whether to do it.</param>
/// <param name="addsPrefixSpace">Whether the first token's blank was added, and so is in no span.</param>
internal sealed class ByteLevelPostProcessor(bool trims, bool addsPrefixSpace) : PostProcessor
{
    private static readonly TemplatePiece[] Single = [TemplatePiece.Text(0, 0)];
    private static readonly TemplatePiece[] Pair = [TemplatePiece.Text(0, 0), TemplatePiece.Text(1, 1)];

    public override bool AdjustsSpans => trims;

    public override IReadOnlyList<TemplatePiece> Template(bool pair) => pair ? Pair : Single;

    public override void AdjustSpans(IReadOnlyList<string> tokens, Span<TextSpan> spans)
    {
        for (int i = 0; trims && i < spans.Length; i++)
        {
            spans[i] = Trim(tokens[i], spans[i], addsPrefixSpace && (i == 0 || spans[i].Start == 0));
        }
    }

    private static TextSpan Trim(string token, TextSpan span, bool prefixed)
    {
        int leading = 0, trailing = 0;
        while (leading < token.Length && IsSpace(token[leading]))
        {
            leading++;
        }

        while (trailing < token.Length && IsSpace(token[^(trailing + 1)]))
        {
            trailing++;
        }

        (int start, int end) = (span.Start, span.End);
        if (leading > 0)
        {
            start = Math.Min(start + (prefixed ? leading - 1 : leading), end);
        }

        if (trailing > 0 && end >= trailing)
        {
            end = Math.Max(end - trailing, start);
        }

        return new TextSpan(start, end);
    }

    private static bool IsSpace(char c) => c == ByteAlphabet.Character((byte)' ') || CodePoints.IsSpace(c);
}
