namespace Graft.Models.Bert;

/// <summary>The architecture of a BERT. The defaults are those of bert-base-uncased.</summary>
public sealed record BertConfig : TextEncoderConfig
{
    /// <summary>The defaults.</summary>
    public BertConfig()
    {
    }

    private BertConfig(ModelConfigFile file)
        : base(file, new BertConfig()) => PaddingId = file.Has("pad_token_id") ? file.Int("pad_token_id", least: 0) : 0;

    /// <summary>The padding token's id, which takes no gradient; null for none.</summary>
    public int? PaddingId { get; init; } = 0;

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static BertConfig From(ModelConfigFile file) => new(file);
}
