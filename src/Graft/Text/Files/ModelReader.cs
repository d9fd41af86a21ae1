using System.Text.Json;
using Graft.Text.Models;

namespace Graft.Text.Files;

/// <summary>Makes the "model" of tokenizer.json.</summary>
internal static class ModelReader
{
    /// <summary>Reads a model.</summary>
    /// <param name="json">The file.</param>
    /// <param name="bulk">Where its vocabulary and merges lie.</param>
    /// <param name="d">The model's settings, without them.</param>
    /// <param name="parts">Models beside the built-in ones.</param>
    public static ITokenModel Read(byte[] json, BulkJson bulk, PartDefinition d, TokenizerParts parts)
    {
        string path = d.Path!;
        bool scored = bulk.Vocabulary >= 0 && json[bulk.Vocabulary] == '[';

        // The oldest files do not name the type: each kind has settings that no other has.
        string type = d.String("type",
            bulk.Merges >= 0 ? "BPE" : scored ? "Unigram" : d.Has("max_input_chars_per_word") ? "WordPiece" : "WordLevel");
        if (parts.HasModel(type))
        {
            return parts.Model(new PartDefinition(JsonElement.Parse(json).GetProperty("model"), path, "model", parts));
        }

        JsonCursor cursor = new(json, bulk.Vocabulary, path, "model.vocab");
        Vocabulary vocabulary = new(0);
        List<double>? scores = null;
        if (scored)
        {
            (vocabulary, scores) = VocabularyReader.ReadScores(ref cursor, path, "model.vocab");
        }
        else if (bulk.Vocabulary >= 0)
        {
            vocabulary = VocabularyReader.ReadObject(ref cursor, path, "model.vocab");
        }

        return type switch
        {
            "WordPiece" => WordPiece(d, Filled(d, vocabulary)),
            "BPE" => BytePair(d, Filled(d, vocabulary), json, bulk),
            "Unigram" => Unigram(d, Filled(d, vocabulary), scores),
            "WordLevel" => WordLevel(d, Filled(d, vocabulary)),
            _ => throw d.Error(
                $"the model type '{type}' is unknown; known are {string.Join(", ", parts.ModelTypes.Concat(["BPE", "Unigram", "WordLevel", "WordPiece"]).Order(StringComparer.Ordinal))}.",
                "type", "Register a model of that type with TokenizerParts."),
        };
    }

    private static WordPieceModel WordPiece(PartDefinition d, Vocabulary vocabulary) => new(
        vocabulary, Require(d, vocabulary, d.String("unk_token", "[UNK]"), "unk_token"), d.String("continuing_subword_prefix", "##"),
        d.Integer("max_input_chars_per_word", 100));

    private static WordLevelModel WordLevel(PartDefinition d, Vocabulary vocabulary) =>
        new(vocabulary, Require(d, vocabulary, d.String("unk_token", "<unk>"), "unk_token"));

    private static UnigramModel Unigram(PartDefinition d, Vocabulary vocabulary, List<double>? scores)
    {
        int unknown = d.Integer("unk_id", -1, -1);
        return unknown < vocabulary.Size
            ? new UnigramModel(
                vocabulary, scores ?? throw d.Error("a list of tokens and scores is expected.", "vocab"), unknown, d.Boolean("byte_fallback", false))
            : throw d.Error($"the id {unknown} is not in the vocabulary of {vocabulary.Size} tokens.", "unk_id");
    }

    private static BytePairModel BytePair(PartDefinition d, Vocabulary vocabulary, byte[] json, BulkJson bulk)
    {
        BytePairOptions options = new()
        {
            UnknownId = d.Has("unk_token") ? Require(d, vocabulary, d.String("unk_token"), "unk_token") : -1,
            FuseUnknown = d.Boolean("fuse_unk", false),
            ByteFallback = d.Boolean("byte_fallback", false),
            IgnoreMerges = d.Boolean("ignore_merges", false),
            Prefix = d.String("continuing_subword_prefix", ""),
            Suffix = d.String("end_of_word_suffix", ""),
        };
        if (bulk.Merges < 0)
        {
            throw d.Error("a list of merges is expected.", "merges");
        }

        MergeTableBuilder merges = new(vocabulary, options.Prefix, d.Path!, i => $"model.merges[{i}]");
        JsonCursor cursor = new(json, bulk.Merges, d.Path!, "model.merges");
        VocabularyReader.ReadMerges(ref cursor, merges, d.Path!, "model.merges");
        return new BytePairModel(vocabulary, merges.Build(), options);
    }

    private static Vocabulary Filled(PartDefinition d, Vocabulary vocabulary) =>
        vocabulary.Count > 0 ? vocabulary : throw d.Error("there is no vocabulary.", "vocab");

    private static int Require(PartDefinition d, Vocabulary vocabulary, string token, string name) =>
        vocabulary.Find(token) is >= 0 and int id ? id : throw d.Error($"the token '{token}' is not in the vocabulary.", name);
}
