using Graft.Layers;

namespace Graft.Models.Swin;

/// <summary>The architecture of a Swin transformer. The defaults are those of swin-tiny-patch4-window7-224.</summary>
public sealed record SwinConfig
{
    private const int MostStages = 16;
    private const int MostBlocks = 1000;
    private const int LargestWindow = 1024;
    private const int LargestSize = 1 << 24;

    /// <summary>Side of the images in pixels; needed only with <see cref="AbsolutePositions"/>.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>Side of a patch in pixels.</summary>
    public int PatchSize { get; init; } = 4;

    /// <summary>Channels of an image.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Size of a patch's vector in the first stage; it doubles from stage to stage.</summary>
    public int EmbeddingSize { get; init; } = 96;

    /// <summary>Blocks a stage.</summary>
    public IReadOnlyList<int> Depths { get; init; } = [2, 2, 6, 2];

    /// <summary>Attention heads a stage, each a divisor of the stage's size.</summary>
    public IReadOnlyList<int> Heads { get; init; } = [3, 6, 12, 24];

    /// <summary>Side of an attention window in patches.</summary>
    public int WindowSize { get; init; } = 7;

    /// <summary>Inner size of the feed-forward block, as a multiple of the stage's size.</summary>
    public double FeedForwardRatio { get; init; } = 4;

    /// <summary>True if queries, keys and values have a bias.</summary>
    public bool AttentionBias { get; init; } = true;

    /// <summary>Dropout of embeddings and of each block's output while training, 0 to below 1.</summary>
    public double HiddenDropout { get; init; }

    /// <summary>Dropout of attention probabilities while training, 0 to below 1.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>Share of rows for which the last block's attention is skipped while training; earlier blocks have less.</summary>
    public double DropPathRate { get; init; } = 0.1;

    /// <summary>The feed-forward block's activation.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>True if learned positions are added to the patches, besides the relative ones within a window.</summary>
    public bool AbsolutePositions { get; init; }

    /// <summary>Added to the variance in the layer norms of blocks and in the last one.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>Size of a patch's vector in the last stage.</summary>
    public int HiddenSize => StageSize(Depths.Count - 1);

    /// <summary>Size of a patch's vector in a stage, counted from 0.</summary>
    public int StageSize(int stage) => EmbeddingSize << stage;

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static SwinConfig From(ModelConfigFile file)
    {
        bool absolutePositions = file.Flag("use_absolute_embeddings", false);
        var config = new SwinConfig
        {
            ImageSize = absolutePositions ? file.Int("image_size", 224) : 224,
            PatchSize = file.Int("patch_size", 4),
            Channels = file.Int("num_channels", 3),
            EmbeddingSize = file.Int("embed_dim", 96),
            Depths = file.Ints("depths", [2, 2, 6, 2]),
            Heads = file.Ints("num_heads", [3, 6, 12, 24]),
            WindowSize = file.Int("window_size", 7),
            FeedForwardRatio = file.Real("mlp_ratio", 4, least: 0, most: 1024),
            AttentionBias = file.Flag("qkv_bias", true),
            HiddenDropout = file.Probability("hidden_dropout_prob", 0),
            AttentionDropout = file.Probability("attention_probs_dropout_prob", 0),
            DropPathRate = file.Probability("drop_path_rate", 0.1),
            Activation = file.Activation("hidden_act", "gelu"),
            AbsolutePositions = absolutePositions,
            LayerNormEpsilon = file.Real("layer_norm_eps", 1e-5, least: 0),
        };
        config.Check(file);
        return config;
    }

    private void Check(ModelConfigFile file)
    {
        if (Depths.Count is 0 or > MostStages || Depths.Sum(depth => (long)depth) > MostBlocks)
        {
            throw file.Wrong("depths", $"At least one stage is expected, and at most {MostStages} with {MostBlocks} blocks in all.");
        }

        if (WindowSize > LargestWindow)
        {
            throw file.Wrong("window_size", $"The window ({WindowSize}) is larger than {LargestWindow}.");
        }

        if ((long)EmbeddingSize << (Depths.Count - 1) > LargestSize)
        {
            throw file.Wrong("embed_dim", $"The size ({EmbeddingSize}) grows beyond {LargestSize} in {Depths.Count} stages.");
        }

        if (Heads.Count != Depths.Count)
        {
            throw file.Wrong("num_heads", $"It has {Heads.Count} entries, but \"depths\" has {Depths.Count}.");
        }

        for (int stage = 0; stage < Depths.Count; stage++)
        {
            if (StageSize(stage) % Heads[stage] != 0)
            {
                throw file.Wrong("num_heads", $"The size of stage {stage} ({StageSize(stage)}) is not divisible by its heads ({Heads[stage]}).");
            }
        }

        if ((int)(FeedForwardRatio * EmbeddingSize) < 1)
        {
            throw file.Wrong("mlp_ratio", $"The ratio ({FeedForwardRatio}) leaves nothing of the size ({EmbeddingSize}).");
        }
    }
}
