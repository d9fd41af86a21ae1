using Graft.Text.Unicode;

namespace Graft.Text.PreTokenizers;

/// <summary>Cuts at white space, which is dropped, and makes each punctuation character a word of its own.</summary>
internal sealed class BertPreTokenizer : IPreTokenizer
{
    private static readonly PieceList.Splitter Splitter = Split;

    // Most text is ASCII: what each such char is, without the search through the tables.
    private static readonly CodePointClasses[] OfAscii = [.. Enumerable.Range(0, 0x80).Select(Of)];

    public void PreTokenize(PieceList pieces) => pieces.Split(Splitter);

    private static void Split(ReadOnlySpan<char> text, PieceList pieces)
    {
        int word = 0; // where the current word began
        for (int i = 0; i < text.Length;)
        {
            char c = text[i];
            int length = 1;
            CodePointClasses classes = c < 0x80 ? OfAscii[c] : Of(CodePoints.At(text, i, out length));
            if (classes != 0)
            {
                pieces.Cut(word, i);
                if (classes != CodePointClasses.Space)
                {
                    pieces.Cut(i, i + length);
                }

                word = i + length;
            }

            i += length;
        }

        pieces.Cut(word, text.Length);
    }

    private static CodePointClasses Of(int codePoint) => CodePoints.Classes(codePoint) & (CodePointClasses.Space | CodePointClasses.Punctuation);
}
