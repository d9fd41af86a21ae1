using Graft.Models.Vit;
using static TorchSharp.torch;

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
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        Dinov2Config dinov2 = Dinov2Config.From(config);
        return new LinearClassifier(
            new Dinov2(dinov2), Prefix, labels, 2 * dinov2.HiddenSize, dinov2.Layers + 1, pool: (output, _) => ClassTokenAndMean(output.LastHiddenState));
    }

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => VitNames.ClassicAttention(nameInFile);

    // [b,1+n,d] -> [b,2d]: the class token beside the mean of the patches.
    private static Tensor ClassTokenAndMean(Tensor hidden) => cat([hidden.select(1, 0), hidden.narrow(1, 1, hidden.shape[1] - 1).mean([1])], 1);
}
