using CsCheck;
using Graft.Text;
using Graft.Text.PreTokenizers;
using Graft.Text.Unicode;

namespace Graft.Tests.Text.PreTokenizers;

public sealed class BertPreTokenizerTests
{
    private static readonly Gen<string> Texts = Gen.Frequency(
        (20, Gen.Char['a', 'z'].Select(c => c.ToString())), (4, Gen.Const(" ")), (2, Gen.Char['\0', '\x7F'].Select(c => c.ToString())),
        (2, Gen.Char['\x80', '\uD7FF'].Select(c => c.ToString())), (1, Gen.Int[0, 4].Select(i => new[] { "😀", "𝐀", "\U00010100", "、", "\u3000" }[i])))
        .Array[0, 200].Select(string.Concat);

    [Fact]
    public void Cuts_at_spaces_and_round_punctuation() => Texts.Sample(text =>
    {
        var whole = new AlignedText();
        whole.Set(text, aligned: false);
        var pieces = new PieceList();
        pieces.Exchange(whole);
        pieces.Add(new Piece(0, text.Length, -1));
        new BertPreTokenizer().PreTokenize(pieces);

        string[] words = [.. pieces.Pieces.ToArray().Select(piece => text[piece.Start..piece.End])];
        Assert.Equal(Cut(text), words);
    }, iter: 2000);

    private static List<string> Cut(string text)
    {
        List<string> words = [];
        string word = "";
        for (int i = 0; i < text.Length;)
        {
            int codePoint = CodePoints.At(text, i, out int length);
            bool isSpace = CodePoints.IsSpace(codePoint), isPunctuation = CodePoints.Is(codePoint, CodePointClasses.Punctuation);
            string character = text.Substring(i, length);
            i += length;
            if (!isSpace && !isPunctuation)
            {
                word += character;
                continue;
            }

            words.Add(word);
            words.Add(isPunctuation ? character : "");
            word = "";
        }

        words.Add(word);
        words.RemoveAll(w => w.Length == 0);
        return words;
    }
}
