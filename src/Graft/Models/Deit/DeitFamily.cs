using Graft.Models.Vit;

namespace Graft.Models.Deit;

/// <summary>DeiT: a vision transformer with a distillation token after the class token; the head reads the class token.</summary>
public sealed class DeitFamily : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "deit";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Image;

    /// <inheritdoc/>
    public override string Prefix => "deit.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "DeiTForImageClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => Create(config, hasPooler: true);

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels) =>
        VitFamily.Classifier(Create(config, hasPooler: false), Prefix, labels);

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => VitNames.Classic(nameInFile, Prefix);

    private static Vit.Vit Create(ModelConfigFile config, bool hasPooler) =>
        new(VitConfig.From(config), hasPooler, hasDistillationToken: true);
}
