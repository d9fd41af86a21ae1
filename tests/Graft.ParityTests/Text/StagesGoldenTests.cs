using System.Text.Json;
using Graft.Text;

namespace Graft.ParityTests.Text;

/// <summary>The stages on the way to tokens are the same as in the public tools.</summary>
[Trait("Needs", "fixtures")]
public class StagesGoldenTests
{
    public static TheoryData<string> Folders => TokenizerFixtures.Folders;

    [Theory, MemberData(nameof(Folders))]
    public void Normalizers_and_pre_tokenizers_are_alike(string folder)
    {
        Tokenizer tokenizer = TokenizerFixtures.Load(folder);
        Dictionary<int, string> texts = TokenizerFixtures.Texts();
        Mismatches mismatches = new();
        foreach (JsonElement line in TokenizerFixtures.Lines(folder, "stages.jsonl"))
        {
            int id = line.Int("id")!.Value;
            AlignedText text = new();
            text.Set(texts[id], aligned: true);
            tokenizer.Pipeline.Normalizer?.Normalize(text);
            string normalized = text.Text.ToString();
            mismatches.Equal($"text {id} normalized", line.String("normalized"), normalized);

            text.Set(line.String("normalized"), aligned: true);
            PieceList pieces = new();
            pieces.Exchange(text);
            if (text.Length > 0)
            {
                pieces.Add(new Piece(0, text.Length, -1));
            }

            tokenizer.Pipeline.PreTokenizer?.PreTokenize(pieces);
            CodePointPositions positions = new(line.String("normalized")!);
            List<string> actual = [];
            foreach (Piece piece in pieces.Pieces)
            {
                TextSpan span = positions.ToCodePoints(pieces.Text.OriginalSpan(piece.Start, piece.End));
                actual.Add($"{pieces.Text.Text[piece.Start..piece.End]} {span.Start}-{span.End}");
            }

            string[] expected = [.. line.GetProperty("pre").EnumerateArray().Select(p => $"{p[0].GetString()} {p[1].GetInt32()}-{p[2].GetInt32()}")];
            mismatches.Equal($"text {id} pieces", expected, actual);
        }

        mismatches.Verify();
    }
}
