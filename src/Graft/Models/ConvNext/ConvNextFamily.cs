namespace Graft.Models.ConvNext;

/// <summary>ConvNeXt, version 1.</summary>
public sealed class ConvNextFamily : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "convnext";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Image;

    /// <inheritdoc/>
    public override string Prefix => "convnext.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "ConvNextForImageClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new ConvNext(ConvNextConfig.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        ConvNextConfig convNext = ConvNextConfig.From(config);
        return new LinearClassifier(new ConvNext(convNext), Prefix, labels, convNext.HiddenSizes[^1], convNext.Depths.Sum() + 1);
    }
}
