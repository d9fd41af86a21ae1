using Graft.Layers;

namespace Graft.Models.MpNet;

/// <summary>MPNet.</summary>
public sealed class MpNetFamily : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "mpnet";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Text;

    /// <inheritdoc/>
    public override string Prefix => "mpnet.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "MPNetForSequenceClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new MpNet(MpNetConfig.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        MpNetConfig mpNet = MpNetConfig.From(config);
        var head = new FirstTokenHead(mpNet.HiddenSize, labels.Count, Activation.Tanh, mpNet.HiddenDropout, mpNet.HiddenDropout);
        return new FirstTokenClassifier(new MpNet(mpNet, hasPooler: false), Prefix, labels, head, mpNet.Layers + 1);
    }

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => LegacyNames.CurrentNorm(nameInFile);

    /// <inheritdoc/>
    public override bool IsSuperfluous(string nameInFile) => LegacyNames.IsPositionNumbers(nameInFile);
}
