namespace Graft.Models.MpNet;

/// <summary>
/// The architecture of an MPNet. The defaults are those of mpnet-base's configuration class. The position table has rows
/// for the longest sequence, <see cref="PaddingId"/> and one more.
/// </summary>
public sealed record MpNetConfig : TransformerConfig
{
    /// <summary>The padding token's id, which takes no gradient; positions count from the number after it. The same in all files.</summary>
    public const int PaddingId = 1;

    /// <summary>The defaults.</summary>
    public MpNetConfig()
    {
        HiddenDropout = 0.1;
        AttentionDropout = 0.1;
    }

    private MpNetConfig(ModelConfigFile file)
        : base(file, new MpNetConfig())
    {
        VocabularySize = file.Int("vocab_size", 30527, least: PaddingId + 1);
        MaxPositions = file.Int("max_position_embeddings", 512, least: PaddingId + 2);
        DistanceRows = file.Int("relative_attention_num_buckets", RelativePositionBias.Buckets, least: RelativePositionBias.Buckets);
    }

    /// <summary>Rows of the word embedding.</summary>
    public int VocabularySize { get; init; } = 30527;

    /// <summary>Rows of the position table.</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>Rows of the table of distances, at least 32, the rows in use.</summary>
    public int DistanceRows { get; init; } = RelativePositionBias.Buckets;

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static MpNetConfig From(ModelConfigFile file) => new(file);
}
