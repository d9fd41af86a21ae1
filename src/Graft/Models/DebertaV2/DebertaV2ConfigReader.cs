using System.Text.Json.Nodes;
using Graft.Layers;

namespace Graft.Models.DebertaV2;

/// <summary>Reads a DeBERTa's config.json, in which many entries may be missing, -1 or of two forms.</summary>
internal static class DebertaV2ConfigReader
{
    /// <summary>The architecture that a file states.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static DebertaV2Config Read(ModelConfigFile file)
    {
        int hiddenSize = file.Int("hidden_size", 1536);
        int heads = file.Heads("num_attention_heads", 24, hiddenSize);
        int vocabularySize = file.Int("vocab_size", 128100);
        int maxPositions = file.Int("max_position_embeddings", 512);
        Require(file, "attention_head_size", hiddenSize / heads);
        Require(file, "pooler_hidden_size", hiddenSize);
        int convolutionWidth = file.Int("conv_kernel_size", 0, least: 0);
        if (convolutionWidth > 0 && convolutionWidth % 2 == 0)
        {
            throw file.Wrong("conv_kernel_size", $"The convolution's width ({convolutionWidth}) is even, so that its output would be shorter than its input.");
        }

        int convolutionGroups = file.Int("conv_groups", 1);
        if (hiddenSize % convolutionGroups != 0)
        {
            throw file.Wrong("conv_groups", $"The hidden size ({hiddenSize}) is not divisible by the groups ({convolutionGroups}).");
        }

        return new DebertaV2Config
        {
            VocabularySize = vocabularySize,
            EmbeddingSize = file.Int("embedding_size", hiddenSize),
            HiddenSize = hiddenSize,
            Layers = file.Int("num_hidden_layers", 24, least: 0, most: ModelConfigFile.MostLayers),
            Heads = heads,
            IntermediateSize = file.Int("intermediate_size", 6144),
            Activation = file.Activation("hidden_act", "gelu"),
            HiddenDropout = file.Probability("hidden_dropout_prob", 0.1),
            AttentionDropout = file.Probability("attention_probs_dropout_prob", 0.1),
            MaxPositions = maxPositions,
            HasAbsolutePositions = file.Flag("position_biased_input", true),
            TokenTypes = file.Int("type_vocab_size", 0, least: 0),
            LayerNormEpsilon = file.Real("layer_norm_eps", 1e-7, least: 0),
            PaddingId = file.PaddingId(0, vocabularySize),
            HasRelativeAttention = file.Flag("relative_attention", false),
            PositionAttention = ReadPositionAttention(file),
            SharesProjections = file.Flag("share_att_key", false),
            MaxDistance = file.Int("max_relative_positions", -1, least: -1) is > 0 and var distance ? distance : maxPositions,
            Buckets = ReadBuckets(file),
            NormalizesDistances = ReadNormalizesDistances(file),
            ConvolutionWidth = convolutionWidth,
            ConvolutionGroups = convolutionGroups,
            ConvolutionActivation = file.Activation("conv_act", "tanh"),
            PoolerDropout = file.Probability("pooler_dropout", 0),
            PoolerActivation = file.Activation("pooler_hidden_act", "gelu"),
            ClassifierDropout = file.Has("cls_dropout") ? file.Probability("cls_dropout", 0) : null,
        };
    }

    // -1 and 0 stand for none. One bucket cannot be cut in halves of near and far distances.
    private static int ReadBuckets(ModelConfigFile file)
    {
        int buckets = file.Int("position_buckets", -1, least: -1);
        return buckets == 1
            ? throw file.Wrong("position_buckets", "One bucket is too few: -1 for none, or at least 2.")
            : Math.Max(buckets, 0);
    }

    // Older files join the words by bars, newer ones list them.
    private static PositionAttention ReadPositionAttention(ModelConfigFile file)
    {
        const string Name = "pos_att_type";
        if (!file.Has(Name))
        {
            return PositionAttention.None;
        }

        IEnumerable<string> words = file.ToJson()[Name] is JsonArray ? file.Texts(Name) : Words(file.Text(Name, null));
        return words.Aggregate(PositionAttention.None, (all, word) => all | word.Trim().ToLowerInvariant() switch
        {
            "c2p" => PositionAttention.ContentToPosition,
            "p2c" => PositionAttention.PositionToContent,
            _ => throw file.Wrong(Name, $"\"{word}\" is not supported, only \"c2p\" and \"p2c\"."),
        });
    }

    private static bool ReadNormalizesDistances(ModelConfigFile file)
    {
        const string Name = "norm_rel_ebd";
        bool normalizes = false;
        foreach (string word in Words(file.Text(Name, "none")))
        {
            normalizes |= word.ToLowerInvariant() switch
            {
                "layer_norm" => true,
                "none" => false,
                _ => throw file.Wrong(Name, $"\"{word}\" is not supported, only \"layer_norm\" and \"none\"."),
            };
        }

        return normalizes;
    }

    private static string[] Words(string joined) =>
        joined.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void Require(ModelConfigFile file, string name, int supported)
    {
        if (file.Int(name, supported) is var size && size != supported)
        {
            throw file.Wrong(name, $"The size ({size}) is not the one that the hidden size and the heads give ({supported}).");
        }
    }
}
