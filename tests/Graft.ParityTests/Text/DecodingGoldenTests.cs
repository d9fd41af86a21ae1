using System.Text.Json;
using Graft.Text;

namespace Graft.ParityTests.Text;

/// <summary>Ids become the same text and tokens as with the public tools.</summary>
[Trait("Needs", "fixtures")]
public class DecodingGoldenTests
{
    public static TheoryData<string> Folders => TokenizerFixtures.Folders;

    [Theory, MemberData(nameof(Folders))]
    public void Encoded_texts_decode_alike(string folder)
    {
        Tokenizer tokenizer = TokenizerFixtures.Load(folder);
        Dictionary<int, int[]> encoded = TokenizerFixtures.Lines(folder, "single.jsonl").ToDictionary(l => l.Int("id")!.Value, l => l.Ints("ids"));
        Mismatches mismatches = new();
        foreach (JsonElement line in TokenizerFixtures.Lines(folder, "decode.jsonl"))
        {
            Compare(mismatches, tokenizer, $"text {line.Int("id")}", encoded[line.Int("id")!.Value], line);
        }

        mismatches.Verify();
    }

    [Theory, MemberData(nameof(Folders))]
    public void Arbitrary_ids_decode_alike(string folder)
    {
        Tokenizer tokenizer = TokenizerFixtures.Load(folder);
        Mismatches mismatches = new();
        foreach (JsonElement line in TokenizerFixtures.Lines(folder, "decode_ids.jsonl"))
        {
            int[] ids = line.Ints("ids");
            Compare(mismatches, tokenizer, $"ids {string.Join(',', ids)}", ids, line);
            if (line.TryGetProperty("tokens", out JsonElement tokens))
            {
                mismatches.Equal<string?>("tokens", [.. tokens.EnumerateArray().Select(t => t.GetString())], [.. ids.Select(tokenizer.IdToToken)]);
            }
        }

        mismatches.Verify();
    }

    private static void Compare(Mismatches mismatches, Tokenizer tokenizer, string what, int[] ids, JsonElement line)
    {
        foreach (JsonProperty property in line.EnumerateObject())
        {
            string[] words = property.Name.Split('_');
            if (words is ["keep" or "skip", "raw" or "clean"])
            {
                DecodeOptions options = new() { SkipSpecialTokens = words[0] == "skip", CleanUpSpaces = words[1] == "clean" };
                mismatches.Equal($"{what} {property.Name}", property.Value.GetString(), tokenizer.Decode(ids, options));
            }
        }
    }
}
