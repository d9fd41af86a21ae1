using System.Text.Json;
using Graft.Testing;
using Graft.Text;

namespace Graft.ParityTests.Text;

/// <summary>A tokenizer.json may carry truncation and padding; they must not act on their own.</summary>
[Trait("Needs", "fixtures")]
public class BakedInGoldenTests
{
    public static TheoryData<string> Folders => TokenizerFixtures.FoldersWhere(
        folder => File.Exists(Path.Combine(SharedFolder.Fixture("tokenizers", folder), "baked_in.jsonl")));

    [Theory, MemberData(nameof(Folders))]
    public void Truncation_and_padding_in_the_file_act_only_when_asked_for(string folder)
    {
        Tokenizer tokenizer = TokenizerFixtures.Load(folder);
        Dictionary<int, string> texts = TokenizerFixtures.Texts();
        Mismatches mismatches = new();
        foreach (JsonElement line in TokenizerFixtures.Lines(folder, "baked_in.jsonl"))
        {
            string text = texts[line.Int("id")!.Value];
            int[] expected = line.Ints("ids");
            Encoding asked = tokenizer.Encode(text, null, new EncodeOptions
            {
                MaxLength = expected.Length, Truncation = TruncationStrategy.LongestFirst, Padding = PaddingStrategy.MaxLength,
            });
            mismatches.Equal($"text {line.Int("id")} ids", expected, asked.Ids);
            mismatches.Equal($"text {line.Int("id")} mask", line.Ints("mask"), asked.AttentionMask);
            mismatches.Equal($"text {line.Int("id")} not asked", [0], [tokenizer.Encode(text).AttentionMask.Count(m => m == 0)]);
        }

        mismatches.Verify();
    }
}
