using Graft.Text.Decoders;
using Graft.Text.Models;
using Graft.Text.Normalizers;
using Graft.Text.PreTokenizers;

namespace Graft.Text.Files;

/// <summary>BERT's tokenizer from vocab.txt and tokenizer_config.json, as older folders have it.</summary>
internal static class BertFolder
{
    /// <summary>Reads the vocabulary; names BERT's special tokens where the settings leave them out.</summary>
    public static TokenizerBlueprint Read(string path, TokenizerSettings settings)
    {
        settings.Default("unk_token", "[UNK]");
        settings.Default("sep_token", "[SEP]");
        settings.Default("pad_token", "[PAD]");
        settings.Default("cls_token", "[CLS]");
        settings.Default("mask_token", "[MASK]");
        Vocabulary vocabulary = TokenizerFolder.ReadLinesAsVocabulary(path);
        int Require(string name)
        {
            string token = settings.Special(name)!.Content;
            return vocabulary.Find(token) is >= 0 and int id
                ? id
                : throw new TokenizerException($"the token '{token}' ({name}) is not in the vocabulary.", path);
        }

        PartDefinition config = settings.Config;
        return new TokenizerBlueprint
        {
            Model = new WordPieceModel(vocabulary, Require("unk_token"), "##", 100),
            Normalizer = new BertNormalizer(
                cleanText: true, config.Boolean("tokenize_chinese_chars", true),
                config.Has("strip_accents") ? config.Boolean("strip_accents") : null, config.Boolean("do_lower_case", true)),
            PreTokenizer = new BertPreTokenizer(),
            PostProcessor = PostProcessorFactories.Bert(Require("cls_token"), Require("sep_token")),
            Decoder = new WordPieceDecoder("##", cleanUp: true),
        };
    }
}
