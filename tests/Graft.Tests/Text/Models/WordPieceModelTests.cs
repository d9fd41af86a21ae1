using CsCheck;
using Graft.Text;
using Graft.Text.Models;

namespace Graft.Tests.Text.Models;

public sealed class WordPieceModelTests
{
    private const int Unknown = 0;

    private static readonly Gen<string> Pieces = Gen.String[Gen.Char["abcé"], 1, 8];

    [Theory]
    [InlineData("##")]
    [InlineData("")]
    public void Takes_the_longest_piece_each_time(string prefix) => Gen.Select(Pieces.Array[1, 60], Pieces.Array[0, 60], Gen.String[Gen.Char["abcé"], 1, 40]).Sample((first, within, word) =>
    {
        string[] tokens = ["?", .. first.Concat(within.Select(piece => prefix + piece)).Distinct()];
        var vocabulary = new Vocabulary(tokens.Length);
        for (int id = 0; id < tokens.Length; id++)
        {
            Assert.True(vocabulary.TryAdd(tokens[id], id));
        }

        var sink = new TokenSink();
        new WordPieceModel(vocabulary, Unknown, prefix, maxCharacters: 100).Tokenize(word, sink);
        Assert.Equal(Cut(tokens, prefix, word), sink.Ids.ToArray());
    });

    [Fact]
    public void Very_long_pieces_are_found()
    {
        string[] tokens = ["?", new string('a', 62), new string('a', 63), new string('a', 70), "a", "##a", "##" + new string('a', 65)];
        var vocabulary = new Vocabulary(tokens.Length);
        for (int id = 0; id < tokens.Length; id++)
        {
            vocabulary.TryAdd(tokens[id], id);
        }

        var model = new WordPieceModel(vocabulary, Unknown, "##", maxCharacters: 200);
        for (int length = 1; length < 150; length++)
        {
            var sink = new TokenSink();
            string word = new('a', length);
            model.Tokenize(word, sink);
            Assert.Equal(Cut(tokens, "##", word), sink.Ids.ToArray());
        }
    }

    private static int[] Cut(string[] tokens, string prefix, string word)
    {
        var ids = new List<int>();
        for (int start = 0; start < word.Length;)
        {
            int length = word.Length - start;
            int id = -1;
            for (; length > 0 && (id = Array.IndexOf(tokens, (start == 0 ? "" : prefix) + word.Substring(start, length))) < 0; length--)
            {
            }

            if (length == 0)
            {
                return [Unknown];
            }

            ids.Add(id);
            start += length;
        }

        return [.. ids];
    }
}
