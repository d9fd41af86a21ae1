using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>A trunk with one linear layer on one vector a row: the head of most families.</summary>
public sealed class LinearClassifier : Classifier
{
    private readonly Func<TrunkOutput, ModelInputs, Tensor> _pool;
    private readonly double _dropout;
    private readonly Linear _head;

    /// <summary>Creates the classifier, which owns the trunk; values are undefined until weights are loaded or drawn.</summary>
    /// <param name="trunk">The body.</param>
    /// <param name="prefix">What stands before the trunk's tensor names in the file: "bert.".</param>
    /// <param name="labels">The labels, one a logit.</param>
    /// <param name="width">Size of the vector that the head reads.</param>
    /// <param name="depth">The head's <see cref="WeightEntry.Depth"/>: one more than the trunk has layers.</param>
    /// <param name="name">The layer's name in the file.</param>
    /// <param name="dropout">Share of the vector dropped while training, 0 to below 1.</param>
    /// <param name="bias">Whether the layer has a bias.</param>
    /// <param name="pool">Makes the vectors [b,width]; null takes <see cref="TrunkOutput.Pooled"/>.</param>
    public LinearClassifier(
        Trunk trunk, string prefix, LabelSet labels, int width, int depth, string name = "classifier", double dropout = 0, bool bias = true,
        Func<TrunkOutput, ModelInputs, Tensor>? pool = null)
        : base(labels)
    {
        Trunk = trunk;
        _pool = pool ?? ((output, _) => output.Pooled!);
        _dropout = dropout;
        _head = new Linear(width, labels.Count, bias);
        Weights = new WeightMap();
        Weights.AddAll(prefix, trunk.Weights);
        Weights.Depth = depth;
        Weights.Part = WeightPart.Head;
        Weights.Add(name, _head);
    }

    /// <summary>The head's layer.</summary>
    internal Linear Output => _head;

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk { get; }

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => _pool(trunk, inputs);

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(_head.Forward(Dropout.Apply(features, _dropout, context)));
    }
}
