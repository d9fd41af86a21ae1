using Graft.Models.Vit;

namespace Graft.Models.Beit;

/// <summary>BEiT.</summary>
public sealed class BeitFamily : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "beit";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Image;

    /// <inheritdoc/>
    public override string Prefix => "beit.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "BeitForImageClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new Beit(BeitConfig.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        BeitConfig beit = BeitConfig.From(config);
        return new LinearClassifier(new Beit(beit), Prefix, labels, beit.HiddenSize, beit.Layers + 1);
    }

    /// <summary>Older files hold the row numbers of the position bias, which follow from the image size.</summary>
    public override bool IsSuperfluous(string nameInFile) => nameInFile.EndsWith("relative_position_index", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile)
    {
        // Newer names have a layer's position bias beside its attention, not within.
        string name = VitNames.Classic(nameInFile, Prefix);
        return name == nameInFile
            ? name
            : name.Replace(".relative_position_bias.", ".attention.attention.relative_position_bias.", StringComparison.Ordinal);
    }
}
