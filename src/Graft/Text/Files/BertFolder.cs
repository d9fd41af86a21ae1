using Graft.Tensors;
using Graft.Text.Decoders;
using Graft.Text.Models;
using Graft.Text.Normalizers;
using Graft.Text.PostProcessors;
using Graft.Text.PreTokenizers;

namespace Graft.Text.Files;

/// <summary>The tokenizers of BERT and of the families that took it over, from vocab.txt and tokenizer_config.json, as older folders have them.</summary>
internal static class BertFolder
{
    private const string Remedy = "Use a folder with a tokenizer.json, or name one with --tokenizer FOLDER.";

    // Those whose words and pieces are BERT's. Others have a vocab.txt too: BertJapaneseTokenizer, PhobertTokenizer, EsmTokenizer, …
    private static readonly string[] Classes =
    [
        "BertTokenizer", "ConvBertTokenizer", "DistilBertTokenizer", "DPRContextEncoderTokenizer", "DPRQuestionEncoderTokenizer", "ElectraTokenizer",
        "LayoutLMTokenizer", "LxmertTokenizer", "MobileBertTokenizer", TokenizerSettings.MpNetClass, "RealmTokenizer", "RetriBertTokenizer", "SqueezeBertTokenizer",
    ];

    /// <summary>Reads the vocabulary; names the family's special tokens where the settings leave them out.</summary>
    /// <exception cref="TokenizerException">The vocabulary is broken, or words are to be found or split otherwise than BERT does.</exception>
    public static TokenizerBlueprint Read(string path, TokenizerSettings settings)
    {
        RefuseOthers(settings);
        bool isMpNet = settings.Class == TokenizerSettings.MpNetClass;
        settings.Default("unk_token", "[UNK]");
        settings.Default("sep_token", isMpNet ? "</s>" : "[SEP]");
        settings.Default("pad_token", isMpNet ? "<pad>" : "[PAD]");
        settings.Default("cls_token", isMpNet ? "<s>" : "[CLS]");
        settings.Default("mask_token", isMpNet ? "<mask>" : "[MASK]", stripsLeft: isMpNet);
        Vocabulary vocabulary = TokenizerFolder.ReadLinesAsVocabulary(path);
        int Require(string name)
        {
            string token = settings.Special(name)!.Content;
            return vocabulary.Find(token) is >= 0 and int id
                ? id
                : throw new TokenizerException($"the token '{token}' ({name}) is not in the vocabulary.", path);
        }

        PartDefinition config = settings.Config;
        int unknown = Require("unk_token"), cls = Require("cls_token"), sep = Require("sep_token");
        return new TokenizerBlueprint
        {
            Model = new WordPieceModel(vocabulary, unknown, "##", 100),
            Normalizer = new BertNormalizer(
                cleanText: true, config.Boolean("tokenize_chinese_chars", true),
                config.Has("strip_accents") ? config.Boolean("strip_accents") : null, config.Boolean("do_lower_case", true)),
            PreTokenizer = new BertPreTokenizer(),
            PostProcessor = isMpNet ? PostProcessorFactories.MpNet(cls, sep) : PostProcessorFactories.Bert(cls, sep),
            Decoder = new WordPieceDecoder("##", cleanUp: true),
        };
    }

    // Read as BERT's all the same, a text would get ids, and wrong ones.
    private static void RefuseOthers(TokenizerSettings settings)
    {
        if (settings.Class.Length > 0 && !Classes.Contains(settings.Class))
        {
            throw settings.ClassSource.Error(
                $"a vocab.txt alone is only understood with the tokenizer classes {string.Join(", ", Classes)}, not {Quoted.Name(settings.Class)}.", "tokenizer_class", Remedy);
        }

        RefuseUnless("word_tokenizer_type", "basic");
        RefuseUnless("subword_tokenizer_type", "wordpiece");

        void RefuseUnless(string name, string known)
        {
            if (settings.Config.String(name, known) is var said && said != known)
            {
                throw settings.Config.Error($"words and pieces are only understood as '{known}' makes them, not {Quoted.Name(said)}.", name, Remedy);
            }
        }
    }
}
