using Graft.Text.Models;

namespace Graft.Text.Files;

/// <summary>
/// Finds the merges that a SentencePiece model of the byte-pair kind leaves unsaid: each piece is made of any two pieces
/// that give it, and pieces of higher score come first.
/// </summary>
internal static class SentencePieceMerges
{
    /// <summary>The table of the merges.</summary>
    public static MergeTable Table(Vocabulary vocabulary, IReadOnlyList<(string Text, double Score)> pieces, string path)
    {
        MergeTableBuilder merges = new(vocabulary, "", path, i => $"merge {i}");
        foreach ((string left, string right) in Find(vocabulary, pieces))
        {
            merges.Add(left, right, merges.Count);
        }

        return merges.Build();
    }

    /// <summary>The merges in order.</summary>
    public static List<(string Left, string Right)> Find(Vocabulary vocabulary, IReadOnlyList<(string Text, double Score)> pieces)
    {
        List<(string Left, string Right, double Score)> merges = [];
        foreach ((string text, double score) in pieces)
        {
            List<(string Left, string Right, double Score)> local = [];
            for (int cut = 1; cut < text.Length; cut++)
            {
                if (!char.IsLowSurrogate(text[cut]) && vocabulary.Find(text.AsSpan(0, cut)) >= 0 && vocabulary.Find(text.AsSpan(cut)) >= 0)
                {
                    local.Add((text[..cut], text[cut..], score));
                }
            }

            merges.AddRange(local.OrderBy(m => vocabulary.Find(m.Left)).ThenBy(m => vocabulary.Find(m.Right)));
        }

        return
        [
            .. merges.OrderByDescending(m => m.Score)
                .ThenByDescending(m => Unicode.CodePoints.Count(m.Left))
                .ThenByDescending(m => Unicode.CodePoints.Count(m.Right))
                .Select(m => (m.Left, m.Right)),
        ];
    }
}
