namespace Graft.Text;

/// <summary>The tokens of one text, before truncation and special tokens.</summary>
/// <param name="Ids">The ids.</param>
/// <param name="Spans">Their spans of the text in chars; empty if not asked for.</param>
/// <param name="AddedTexts">For added tokens the text they took, else null; null if there are none.</param>
/// <param name="Positions">Converts between chars and code points.</param>
internal sealed record TokenRun(int[] Ids, TextSpan[] Spans, string?[]? AddedTexts, CodePointPositions Positions)
{
    public static TokenRun From(Workspace work, string text, bool aligned)
    {
        string?[]? addedTexts = null;
        if (work.AddedTexts.Count > 0)
        {
            addedTexts = new string?[work.Tokens.Count];
            foreach ((int index, string added) in work.AddedTexts)
            {
                addedTexts[index] = added;
            }
        }

        return new TokenRun(
            work.Tokens.Ids.ToArray(), aligned ? work.Tokens.Spans.ToArray() : [], addedTexts,
            aligned ? new CodePointPositions(text) : default);
    }
}
