using Graft.Text.Unicode;

namespace Graft.Text.PreTokenizers;

/// <summary>
/// GPT-2's way to cut (Radford et al. 2019): contractions, words, numbers and symbols each with the blank before them, and white space. Then
/// every byte becomes a character of the <see cref="ByteAlphabet"/>.
/// </summary>
/// <param name="addPrefixSpace">Whether a blank is put before a text that does not begin with one.</param>
/// <param name="splits">Whether to cut at all.</param>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool splits) : IPreTokenizer
{
    private const CodePointClasses Kinds = CodePointClasses.Letter | CodePointClasses.Number | CodePointClasses.Space;

    private static readonly PieceList.Splitter Splitter = Split;

    public void PreTokenize(PieceList pieces)
    {
        if (addPrefixSpace)
        {
            pieces.Rewrite(static text =>
            {
                if (text.Rest[0] != ' ')
                {
                    text.Prepend(' ');
                }
            });
        }

        if (splits)
        {
            pieces.Split(Splitter);
        }

        pieces.Rewrite(ByteAlphabet.Rewrite);
    }

    /// <summary>
    /// Cuts as the pattern <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c> does.
    /// </summary>
    internal static void Split(ReadOnlySpan<char> text, PieceList pieces)
    {
        for (int i = 0; i < text.Length;)
        {
            int start = i;
            if (text[i] == '\'' && Contraction(text[i..]) is > 0 and int length)
            {
                pieces.Cut(start, i += length);
                continue;
            }

            if (text[i] == ' ' && i + 1 < text.Length && Kind(text, i + 1, out _) != CodePointClasses.Space)
            {
                i++;
            }

            CodePointClasses kind = Kind(text, i, out length);
            i += length;
            while (i < text.Length && Kind(text, i, out length) == kind)
            {
                i += length;
            }

            // The last of several white space characters goes with what follows it.
            if (kind == CodePointClasses.Space && i < text.Length && i - start > 1)
            {
                i--;
            }

            pieces.Cut(start, i);
        }
    }

    private static CodePointClasses Kind(ReadOnlySpan<char> text, int index, out int length)
    {
        char c = text[index];
        if (char.IsAsciiLetter(c))
        {
            length = 1;
            return CodePointClasses.Letter;
        }

        return CodePoints.Classes(CodePoints.At(text, index, out length)) & Kinds;
    }

    private static int Contraction(ReadOnlySpan<char> text) => text switch
    {
        ['\'', 's' or 't' or 'm' or 'd', ..] => 2,
        ['\'', 'r', 'e', ..] or ['\'', 'v', 'e', ..] or ['\'', 'l', 'l', ..] => 3,
        _ => 0,
    };
}
