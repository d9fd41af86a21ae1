namespace Graft.Models.Roberta;

/// <summary>
/// The architecture of a RoBERTa. The defaults are those of its published configuration class. The position table has
/// rows for the longest sequence, <see cref="PaddingId"/> and one more.
/// </summary>
public sealed record RobertaConfig : TextEncoderConfig
{
    private const int DefaultVocabularySize = 50265;

    /// <summary>The defaults.</summary>
    public RobertaConfig() => VocabularySize = DefaultVocabularySize;

    private RobertaConfig(ModelConfigFile file, RobertaConfig defaults)
        : base(file, defaults)
    {
        PaddingId = file.PaddingId(1, VocabularySize);
        MaxPositions = file.Int("max_position_embeddings", defaults.MaxPositions, least: PaddingId + 2);
    }

    /// <summary>The padding token's id, which takes no gradient; positions count from the number after it.</summary>
    public int PaddingId { get; init; } = 1;

    /// <summary>Reads config.json.</summary>
    /// <param name="file">The file.</param>
    /// <param name="defaultVocabularySize">The vocabulary's size where the file does not say it.</param>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static RobertaConfig From(ModelConfigFile file, int defaultVocabularySize = DefaultVocabularySize) =>
        new(file, new RobertaConfig { VocabularySize = defaultVocabularySize });
}
