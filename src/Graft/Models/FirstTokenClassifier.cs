using Graft.Layers;
using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>A trunk with two linear layers on the first token's vector.</summary>
internal sealed class FirstTokenClassifier : Classifier
{
    private readonly FirstTokenHead _head;

    /// <summary>Creates the classifier, which owns the trunk; values are undefined until weights are loaded or drawn.</summary>
    /// <param name="trunk">The body.</param>
    /// <param name="prefix">What stands before the trunk's tensor names in the file.</param>
    /// <param name="labels">The labels, one a logit of the head.</param>
    /// <param name="head">The two layers.</param>
    /// <param name="depth">The head's depth: one more than the trunk has layers.</param>
    /// <param name="dense">The first layer's name in the file.</param>
    /// <param name="output">The second layer's name in the file.</param>
    /// <param name="densePart">Whether the first layer is a part of the new head or may be pretrained.</param>
    public FirstTokenClassifier(
        Trunk trunk, string prefix, LabelSet labels, FirstTokenHead head, int depth,
        string dense = "classifier.dense", string output = "classifier.out_proj", WeightPart densePart = WeightPart.Head)
        : base(labels)
    {
        Trunk = trunk;
        _head = head;
        Weights = new WeightMap();
        Weights.AddAll(prefix, trunk.Weights);
        Weights.Depth = depth;
        Weights.Part = densePart;
        Weights.Add(dense, head.Dense);
        Weights.Part = WeightPart.Head;
        Weights.Add(output, head.Output);
    }

    /// <summary>The head's layers.</summary>
    public FirstTokenHead Layers => _head;

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk { get; }

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.LastHiddenState.select(1, 0);

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context) => _head.Forward(features, context);
}
