using Graft.Layers;

namespace Graft.Models;

/// <summary>The sizes that transformer encoders share. A family's record adds its own and sets the defaults.</summary>
public abstract record TransformerConfig
{
    /// <summary>Sizes that the family's record sets.</summary>
    private protected TransformerConfig()
    {
    }

    /// <summary>Reads them from config.json.</summary>
    /// <param name="file">The file.</param>
    /// <param name="defaults">What holds where the file says nothing.</param>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    private protected TransformerConfig(ModelConfigFile file, TransformerConfig defaults)
    {
        HiddenSize = file.Int("hidden_size", defaults.HiddenSize);
        Layers = file.Int("num_hidden_layers", defaults.Layers, least: 0, most: ModelConfigFile.MostLayers);
        Heads = file.Heads("num_attention_heads", defaults.Heads, HiddenSize);
        IntermediateSize = file.Int("intermediate_size", defaults.IntermediateSize);
        Activation = file.Activation("hidden_act", "gelu");
        HiddenDropout = file.Probability("hidden_dropout_prob", defaults.HiddenDropout);
        AttentionDropout = file.Probability("attention_probs_dropout_prob", defaults.AttentionDropout);
        LayerNormEpsilon = file.Real("layer_norm_eps", defaults.LayerNormEpsilon, least: 0);
    }

    /// <summary>Size of a token's vector in the layers.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Number of encoder layers.</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Attention heads a layer; a divisor of the hidden size.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Size between the two layers of the feed-forward block.</summary>
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>The feed-forward block's activation.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Dropout of embeddings and of each block's output while training, 0 to below 1.</summary>
    public double HiddenDropout { get; init; }

    /// <summary>Dropout of attention probabilities while training, 0 to below 1.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>Added to the variance in layer norms.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;
}
