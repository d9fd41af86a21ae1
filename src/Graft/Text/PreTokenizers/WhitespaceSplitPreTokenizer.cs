using Graft.Text.Unicode;

namespace Graft.Text.PreTokenizers;

/// <summary>Cuts at white space, which is dropped.</summary>
internal sealed class WhitespaceSplitPreTokenizer : IPreTokenizer
{
    private static readonly PieceList.Splitter Splitter = Split;

    public void PreTokenize(PieceList pieces) => pieces.Split(Splitter);

    private static void Split(ReadOnlySpan<char> text, PieceList pieces)
    {
        int word = 0;
        for (int i = 0; i < text.Length; i++)
        {
            // white space is never a surrogate pair, and no surrogate has a class
            if (!char.IsAsciiLetter(text[i]) && CodePoints.IsSpace(text[i]))
            {
                pieces.Cut(word, i);
                word = i + 1;
            }
        }

        pieces.Cut(word, text.Length);
    }
}
