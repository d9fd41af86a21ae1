namespace Graft.Models.MobileNetV2;

/// <summary>MobileNetV2.</summary>
public sealed class MobileNetV2Family : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "mobilenet_v2";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Image;

    /// <inheritdoc/>
    public override string Prefix => "mobilenet_v2.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "MobileNetV2ForImageClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new MobileNetV2(MobileNetV2Config.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        MobileNetV2Config mobileNet = MobileNetV2Config.From(config);
        var trunk = new MobileNetV2(mobileNet);
        return new LinearClassifier(trunk, Prefix, labels, mobileNet.HiddenSize, trunk.Blocks.Count + 1, dropout: mobileNet.ClassifierDropout);
    }
}
