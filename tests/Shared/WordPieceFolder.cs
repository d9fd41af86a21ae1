using System.Text.Json;
using Graft.Models;

namespace Graft.Testing;

/// <summary>A tokenizer for a model whose vocabulary may be tiny: special tokens, letters, and the data's words as far as there is room.</summary>
internal static class WordPieceFolder
{
    private const string Characters = "etaoinshrdlucmfwypvbgkjqxz0123456789.,!?'-";

    /// <summary>Writes vocab.txt with as many tokens as the model has vectors for, the padding token where the model has it.</summary>
    public static string Write(string folder, ModelConfigFile model, IEnumerable<string> words)
    {
        int size = model.Int("vocab_size"), padding = model.OptionalInt("pad_token_id") ?? 0;
        IEnumerable<string> wanted = Characters.Select(letter => letter.ToString())
            .Concat(Characters.Select(letter => "##" + letter))
            .Concat(words)
            .Distinct();
        List<string> tokens = [.. new[] { "[CLS]", "[SEP]", "[MASK]", "[UNK]" }.Concat(wanted).Take(size - 1)];
        tokens.Insert(Math.Min(padding, tokens.Count), "[PAD]");
        Assert.Equal("[PAD]", tokens[padding]);

        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), tokens);
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), JsonSerializer.Serialize(new { tokenizer_class = "BertTokenizer", do_lower_case = true }));
        return folder;
    }
}
