namespace Graft.Models.ResNet;

/// <summary>ResNets with basic or bottleneck layers.</summary>
public sealed class ResNetFamily : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "resnet";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Image;

    /// <inheritdoc/>
    public override string Prefix => "resnet.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "ResNetForImageClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new ResNet(ResNetConfig.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels) =>
        new ResNetForImageClassification(ResNetConfig.From(config), labels);
}
