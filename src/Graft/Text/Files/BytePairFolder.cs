using Graft.Text.Decoders;
using Graft.Text.Models;
using Graft.Text.PreTokenizers;
using Graft.Text.PostProcessors;

namespace Graft.Text.Files;

/// <summary>The byte-level tokenizers of GPT-2 and RoBERTa from vocab.json and merges.txt, as older folders have them.</summary>
internal static class BytePairFolder
{
    /// <summary>Reads both files; names the family's special tokens where the settings leave them out.</summary>
    public static TokenizerBlueprint Read(string vocabularyPath, string mergesPath, TokenizerSettings settings)
    {
        Vocabulary vocabulary = ReadVocabulary(vocabularyPath);
        bool roberta = settings.Class.Length > 0
            ? !settings.Class.StartsWith("GPT2", StringComparison.Ordinal)
            : vocabulary.Find("<s>") >= 0;
        PartDefinition config = settings.Config;
        bool prefixSpace = config.Boolean("add_prefix_space", false);
        PostProcessor postProcessor = new ByteLevelPostProcessor(trims: false, addsPrefixSpace: true);
        if (roberta)
        {
            settings.Default("bos_token", "<s>");
            settings.Default("eos_token", "</s>");
            settings.Default("sep_token", "</s>");
            settings.Default("cls_token", "<s>");
            settings.Default("unk_token", "<unk>");
            settings.Default("pad_token", "<pad>");
            settings.Default("mask_token", "<mask>", stripsLeft: true);
            postProcessor = PostProcessorFactories.Roberta(
                Require("cls_token"), Require("sep_token"), config.Boolean("trim_offsets", true), prefixSpace);
        }
        else
        {
            settings.Default("bos_token", "<|endoftext|>");
            settings.Default("eos_token", "<|endoftext|>");
            settings.Default("unk_token", "<|endoftext|>");
        }

        return new TokenizerBlueprint
        {
            Model = new BytePairModel(vocabulary, ReadMerges(vocabulary, mergesPath), new BytePairOptions()),
            PreTokenizer = new ByteLevelPreTokenizer(prefixSpace, splits: true),
            PostProcessor = postProcessor,
            Decoder = new ByteLevelDecoder(),
        };

        int Require(string name)
        {
            string token = settings.Special(name)!.Content;
            return vocabulary.Find(token) is >= 0 and int id
                ? id
                : throw new TokenizerException($"the token '{token}' ({name}) is not in the vocabulary.", vocabularyPath);
        }
    }

    private static Vocabulary ReadVocabulary(string path) => JsonPlaces.Guard(path, () =>
    {
        JsonCursor cursor = new(JsonPlaces.ReadBytes(path), 0, path, "the vocabulary");
        Vocabulary vocabulary = VocabularyReader.ReadObject(ref cursor, path, "the vocabulary");
        return cursor.Peek() == 0 ? vocabulary : throw cursor.Error("nothing may follow the vocabulary");
    });

    private static MergeTable ReadMerges(Vocabulary vocabulary, string path)
    {
        MergeTableBuilder merges = new(vocabulary, "", path, i => $"line {i}");
        int line = 0;
        foreach (string text in TokenizerFolder.ReadLines(path))
        {
            line++;
            if (text.Length > 0 && !text.StartsWith("#version", StringComparison.Ordinal))
            {
                merges.AddLine(text, line);
            }
        }

        return merges.Build();
    }
}
