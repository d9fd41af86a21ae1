using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using Graft.Testing;
using Graft.Text;

namespace Graft.ParityTests.Text;

/// <summary>
/// A SentencePiece model alone gives the same ids as the tokenizer.json that was made of it. Both sides are Graft's: the model file is
/// written here from the pieces of the tokenizer.json, whose own ids <see cref="EncodingGoldenTests"/> compares with the reference's.
/// </summary>
[Trait("Needs", "fixtures")]
public sealed class SentencePieceGoldenTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("graft-tokenizer-");

    /// <summary>The folders whose class is one that SentencePiece models are read for.</summary>
    public static TheoryData<string> Folders => TokenizerFixtures.FoldersWhere(folder => Class(folder) is "AlbertTokenizer" or "XLMRobertaTokenizer");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory, MemberData(nameof(Folders))]
    public void A_model_file_alone_gives_the_same_ids(string folder)
    {
        string model = SharedFolder.Fixture("tokenizers", folder, "model");
        bool albert = Class(folder) == "AlbertTokenizer";
        JsonElement json = JsonElement.Parse(File.ReadAllBytes(Path.Combine(model, "tokenizer.json")));
        List<(string Text, double Score)> pieces =
            [.. json.GetProperty("model").GetProperty("vocab").EnumerateArray().Select(p => (p[0].GetString()!, p[1].GetDouble()))];
        if (!albert)
        {
            // the file has <unk> <s> </s> in front, and no <pad>
            pieces = [("<unk>", 0), ("<s>", 0), ("</s>", 0), .. pieces.Skip(4).SkipLast(1)];
        }

        string charsMap = FindString(json, "precompiled_charsmap") ?? "";
        int unknown = pieces.FindIndex(p => p.Text == "<unk>");
        using (FileStream stream = File.Create(Path.Combine(_folder.FullName, albert ? "spiece.model" : "sentencepiece.bpe.model")))
        {
            Write(stream, pieces, Convert.FromBase64String(charsMap), unknown, albert);
        }

        // ALBERT's [MASK] is an added token there, and has an id behind all pieces in both forms.
        File.Copy(Path.Combine(model, "tokenizer_config.json"), Path.Combine(_folder.FullName, "tokenizer_config.json"));
        Tokenizer tokenizer = Tokenizer.Load(_folder.FullName);

        // The model file holds 32-bit scores: what it is compared with is the same tokenizer.json with such scores.
        DirectoryInfo rounded = _folder.CreateSubdirectory("rounded");
        File.Copy(Path.Combine(model, "tokenizer_config.json"), Path.Combine(rounded.FullName, "tokenizer_config.json"));
        File.WriteAllText(Path.Combine(rounded.FullName, "tokenizer.json"), Rounded(json, albert));
        Tokenizer expected = Tokenizer.Load(rounded.FullName);
        Mismatches mismatches = new();
        foreach ((int id, string text) in TokenizerFixtures.Texts())
        {
            Encoding actual = tokenizer.Encode(text), wanted = expected.Encode(text);
            mismatches.Equal($"text {id} ids", wanted.Ids, actual.Ids);
            mismatches.Equal($"text {id} offsets", wanted.Offsets, actual.Offsets);
        }

        mismatches.Verify();
    }

    private static string Rounded(JsonElement json, bool albert)
    {
        JsonNode node = JsonNode.Parse(json.GetRawText())!;
        foreach (JsonNode? piece in node["model"]!["vocab"]!.AsArray())
        {
            int added = IsLowered(piece![0]!.GetValue<string>(), albert) ? 100 : 0;
            piece[1] = (double)(float)(piece[1]!.GetValue<double>() + added) - added;
        }

        return node.ToJsonString();
    }

    // ALBERT lowers the scores of such pieces by 100 when it reads the model file.
    private static bool IsLowered(string piece, bool albert) => albert && piece is [.., char digit, ','] && char.IsDigit(digit);

    private static string Class(string folder) =>
        JsonElement.Parse(File.ReadAllBytes(SharedFolder.Fixture("tokenizers", folder, "model", "tokenizer_config.json")))
            .GetProperty("tokenizer_class").GetString()!;

    private static string? FindString(JsonElement json, string name) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Select(p => p.Name == name ? p.Value.GetString() : p.Name == "model" ? null : FindString(p.Value, name)).FirstOrDefault(s => s is not null),
        JsonValueKind.Array => json.EnumerateArray().Select(e => FindString(e, name)).FirstOrDefault(s => s is not null),
        _ => null,
    };

    private static void Write(Stream stream, List<(string Text, double Score)> pieces, byte[] charsMap, int unknown, bool albert)
    {
        foreach ((string text, double score) in pieces)
        {
            int type = text switch { "<unk>" => 2, "<s>" or "</s>" or "<pad>" or "[CLS]" or "[SEP]" => 3, "[MASK]" => 4, _ => 1 };
            byte[] piece = [.. Field(1, System.Text.Encoding.UTF8.GetBytes(text)), 0x15, .. Single((float)(score + (IsLowered(text, albert) ? 100 : 0))), 0x18, (byte)type];
            stream.Write(Field(1, piece));
        }

        stream.Write(Field(2, [0x18, 1, 0xC0, 0x02, (byte)unknown]));
        stream.Write(Field(3, Field(2, charsMap)));
    }

    private static byte[] Single(float value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Field(int number, byte[] content)
    {
        List<byte> bytes = [(byte)(number << 3 | 2)];
        int length = content.Length;
        for (; length >= 0x80; length >>= 7)
        {
            bytes.Add((byte)(length | 0x80));
        }

        bytes.Add((byte)length);
        bytes.AddRange(content);
        return [.. bytes];
    }
}
