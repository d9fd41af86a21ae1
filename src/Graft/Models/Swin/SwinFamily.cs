namespace Graft.Models.Swin;

/// <summary>Swin transformers, version 1.</summary>
public sealed class SwinFamily : ModelFamily
{
    // Names that newer files may have, and those that the hub's have.
    private static readonly (string Newer, string Current)[] Renamed =
    [
        (".attention.q_proj.", ".attention.self.query."),
        (".attention.k_proj.", ".attention.self.key."),
        (".attention.v_proj.", ".attention.self.value."),
        (".attention.o_proj.", ".attention.output.dense."),
        (".attention.relative_position_bias.", ".attention.self."),
        (".mlp.fc1.", ".intermediate.dense."),
        (".mlp.fc2.", ".output.dense."),
    ];

    /// <inheritdoc/>
    public override string ModelType => "swin";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Image;

    /// <inheritdoc/>
    public override string Prefix => "swin.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "SwinForImageClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new Swin(SwinConfig.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        SwinConfig swin = SwinConfig.From(config);
        return new LinearClassifier(new Swin(swin), Prefix, labels, swin.HiddenSize, swin.Depths.Sum() + 1);
    }

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) =>
        Renamed.Aggregate(nameInFile, (name, pair) => name.Replace(pair.Newer, pair.Current, StringComparison.Ordinal));

    /// <summary>Older files hold the numbers of the distances within a window, which follow from its side.</summary>
    public override bool IsSuperfluous(string nameInFile) => nameInFile.EndsWith("relative_position_index", StringComparison.Ordinal);
}
