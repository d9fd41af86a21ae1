using Graft.Models.Vit;

namespace Graft.Models.Dinov2;

/// <summary>DINOv2.</summary>
public sealed class Dinov2Family : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "dinov2";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Image;

    /// <inheritdoc/>
    public override string Prefix => "dinov2.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "Dinov2ForImageClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new Dinov2(Dinov2Config.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels) =>
        new Dinov2ForImageClassification(Dinov2Config.From(config), labels);

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => VitNames.ClassicAttention(nameInFile);
}
