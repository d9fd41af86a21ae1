namespace Graft.Models;

/// <summary>The sizes that BERT and the families laid out like it share.</summary>
public abstract record TextEncoderConfig : TransformerConfig
{
    private protected TextEncoderConfig()
    {
        HiddenDropout = 0.1;
        AttentionDropout = 0.1;
    }

    /// <inheritdoc/>
    private protected TextEncoderConfig(ModelConfigFile file, TextEncoderConfig defaults)
        : base(file, defaults)
    {
        file.RequireText("position_embedding_type", "absolute");
        file.RequireEncoder();
        VocabularySize = file.Int("vocab_size", defaults.VocabularySize);
        ClassifierDropout = file.Has("classifier_dropout") ? file.Probability("classifier_dropout", 0) : null;
        MaxPositions = file.Int("max_position_embeddings", defaults.MaxPositions);
        TokenTypes = file.Int("type_vocab_size", defaults.TokenTypes);
    }

    /// <summary>Rows of the word embedding.</summary>
    public int VocabularySize { get; init; } = 30522;

    /// <summary>Dropout in or before the head while training; null: as <see cref="TransformerConfig.HiddenDropout"/>.</summary>
    public double? ClassifierDropout { get; init; }

    /// <summary>Rows of the position table.</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>Number of token types.</summary>
    public int TokenTypes { get; init; } = 2;
}
