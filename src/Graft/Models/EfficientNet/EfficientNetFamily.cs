namespace Graft.Models.EfficientNet;

/// <summary>EfficientNet B0 to B8, the Lite ones and what is laid out like them.</summary>
public sealed class EfficientNetFamily : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "efficientnet";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Image;

    /// <inheritdoc/>
    public override string Prefix => "efficientnet.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "EfficientNetForImageClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new EfficientNet(EfficientNetConfig.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        EfficientNetConfig efficientNet = EfficientNetConfig.From(config);
        var trunk = new EfficientNet(efficientNet);
        return new LinearClassifier(trunk, Prefix, labels, efficientNet.HiddenSize, trunk.Blocks.Count + 1, dropout: efficientNet.Dropout);
    }
}
