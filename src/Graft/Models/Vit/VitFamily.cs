namespace Graft.Models.Vit;

/// <summary>The vision transformer.</summary>
public sealed class VitFamily : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "vit";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Image;

    /// <inheritdoc/>
    public override string Prefix => "vit.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "ViTForImageClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new Vit(VitConfig.From(config), hasPooler: true);

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels) =>
        Classifier(new Vit(VitConfig.From(config), hasPooler: false), Prefix, labels);

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => VitNames.Classic(nameInFile, Prefix);

    /// <summary>A linear head on the class token.</summary>
    internal static LinearClassifier Classifier(Vit trunk, string prefix, LabelSet labels) => new(
        trunk, prefix, labels, trunk.Config.HiddenSize, trunk.Config.Layers + 1, pool: (output, _) => output.LastHiddenState.select(1, 0));
}
