using System.Text.Json;

namespace Graft.Text.Files;

/// <summary>
/// Reads tokenizer.json. Nearly all of it are the vocabulary and the merges: they are blanked out, so that the rest is
/// small, and read on their own.
/// </summary>
internal sealed class TokenizerJsonReader(string path, TokenizerParts parts)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="TokenizerException">It is broken, or names something unknown.</exception>
    public static TokenizerBlueprint Read(string path, TokenizerParts parts) =>
        JsonPlaces.Guard(path, new TokenizerJsonReader(path, parts).Read);

    private TokenizerBlueprint Read()
    {
        byte[] json = JsonPlaces.ReadBytes(path);
        BulkJson bulk = BulkJson.Find(json, path);
        PartDefinition file = new(JsonElement.Parse(bulk.Rest), path, "tokenizer", parts);
        if (!file.Has("model"))
        {
            throw new TokenizerException("there is no 'model'.", path, "tokenizer", "Is this a tokenizer.json?");
        }

        return new TokenizerBlueprint
        {
            Model = ModelReader.Read(json, bulk, Part(file, "model")!, parts),
            Normalizer = Part(file, "normalizer") is { } normalizer ? parts.Normalizer(normalizer) : null,
            PreTokenizer = Part(file, "pre_tokenizer") is { } preTokenizer ? parts.PreTokenizer(preTokenizer) : null,
            PostProcessor = Part(file, "post_processor") is { } postProcessor ? parts.PostProcessor(postProcessor) : null,
            Decoder = Part(file, "decoder") is { } decoder ? parts.Decoder(decoder) : null,
            AddedTokens = AddedTokens(file),
        };
    }

    private PartDefinition? Part(PartDefinition file, string name) =>
        file.Has(name) ? new PartDefinition(file.Json.GetProperty(name), path, name, parts) : null;

    private List<AddedTokenEntry> AddedTokens(PartDefinition file)
    {
        const string Name = "added_tokens";
        List<AddedTokenEntry> tokens = [];
        if (file.Has(Name) && file.Json.GetProperty(Name).ValueKind != JsonValueKind.Array)
        {
            throw new TokenizerException("a list is expected.", path, Name);
        }

        foreach (JsonElement json in file.List(Name))
        {
            PartDefinition d = new(json, path, $"{Name}[{tokens.Count}]", parts);
            tokens.Add(AddedTokenEntry.Read(d, d.Integer("id", null, 0, Models.Vocabulary.LargestId)));
        }

        return tokens;
    }
}
