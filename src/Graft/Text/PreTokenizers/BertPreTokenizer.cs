using System.Numerics;
using Graft.Text.Unicode;

namespace Graft.Text.PreTokenizers;

/// <summary>Cuts at white space, which is dropped, and makes each punctuation character a word of its own.</summary>
internal sealed class BertPreTokenizer : IPreTokenizer
{
    private static readonly PieceList.Splitter Splitter = Split;

    // Most text is ASCII: what each such char is, without the search through the tables.
    private static readonly CodePointClasses[] OfAscii = [.. Enumerable.Range(0, 0x80).Select(Of)];
    private static readonly AsciiSet Separators = new(c => OfAscii[c] != 0);

    public void PreTokenize(PieceList pieces) => pieces.Split(Splitter);

    private static void Split(ReadOnlySpan<char> text, PieceList pieces)
    {
        int word = 0; // where the current word began
        int next = 0; // behind the last code point looked at
        for (int block = 0; block < text.Length; block += AsciiSet.BlockLength)
        {
            for (ulong found = Separators.Find(text, block); found != 0; found &= found - 1)
            {
                int i = block + BitOperations.TrailingZeroCount(found);
                if (i < next)
                {
                    continue; // the second half of a pair
                }

                char c = text[i];
                int length = 1;
                CodePointClasses classes = c < 0x80 ? OfAscii[c] : Of(CodePoints.At(text, i, out length));
                next = i + length;
                if (classes == 0)
                {
                    continue;
                }

                pieces.Cut(word, i);
                if (classes != CodePointClasses.Space)
                {
                    pieces.Cut(i, next);
                }

                word = next;
            }
        }

        pieces.Cut(word, text.Length);
    }

    private static CodePointClasses Of(int codePoint) => CodePoints.Classes(codePoint) & (CodePointClasses.Space | CodePointClasses.Punctuation);
}
