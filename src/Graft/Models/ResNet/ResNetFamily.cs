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
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        ResNetConfig resNet = ResNetConfig.From(config);
        return new LinearClassifier(
            new ResNet(resNet), Prefix, labels, resNet.HiddenSizes[^1], resNet.Depths.Sum() + 1, name: "classifier.1",
            pool: (output, _) => output.Pooled!.flatten(1));   // [b,c,1,1] -> [b,c]
    }
}
