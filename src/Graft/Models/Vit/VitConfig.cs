using Graft.Layers;

namespace Graft.Models.Vit;

/// <summary>The architecture of a ViT or DeiT. The defaults are those of vit-base-patch16-224.</summary>
public sealed record VitConfig : PatchEncoderConfig
{
    /// <summary>The defaults.</summary>
    public VitConfig()
    {
    }

    private VitConfig(ModelConfigFile file)
        : base(file, new VitConfig())
    {
        QkvBias = file.Flag("qkv_bias", true);
        PoolerSize = file.OptionalInt("pooler_output_size", least: 1);
        PoolerActivation = file.Activation("pooler_act", "tanh");
    }

    /// <summary>True if the projections of queries, keys and values have a shift.</summary>
    public bool QkvBias { get; init; } = true;

    /// <summary>Size of the trunk's pooled vector; null: as the hidden size.</summary>
    public int? PoolerSize { get; init; }

    /// <summary>The activation of the trunk's pooled vector.</summary>
    public Activation PoolerActivation { get; init; } = Activation.Tanh;

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static VitConfig From(ModelConfigFile file) => new(file);
}
