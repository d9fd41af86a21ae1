namespace Graft.Models.Electra;

/// <summary>The architecture of an ELECTRA discriminator. The defaults are those of electra-small-discriminator.</summary>
public sealed record ElectraConfig : TextEncoderConfig
{
    /// <summary>The defaults.</summary>
    public ElectraConfig()
    {
        HiddenSize = 256;
        Heads = 4;
        IntermediateSize = 1024;
    }

    private ElectraConfig(ModelConfigFile file)
        : base(file, new ElectraConfig())
    {
        EmbeddingSize = file.Int("embedding_size", 128);
        PaddingId = file.PaddingId(0, VocabularySize);
    }

    /// <summary>Size of a vector in the embedding tables; where it is not the hidden size, embeddings are projected to that.</summary>
    public int EmbeddingSize { get; init; } = 128;

    /// <summary>The padding token's id, which takes no gradient.</summary>
    public int PaddingId { get; init; }

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static ElectraConfig From(ModelConfigFile file) => new(file);
}
