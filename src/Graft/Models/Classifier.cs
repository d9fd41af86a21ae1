using Graft.Layers;
using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>A trunk with a classification head.</summary>
public abstract class Classifier : IDisposable
{
    /// <summary>Creates the classifier.</summary>
    /// <param name="labels">The labels, one a logit.</param>
    protected Classifier(LabelSet labels)
    {
        Labels = labels;
    }

    /// <summary>The labels in the order of the logits.</summary>
    public LabelSet Labels { get; }

    /// <summary>All tensors, under the names that the family's files have on the hub.</summary>
    public abstract WeightMap Weights { get; }

    /// <summary>The body under the head.</summary>
    public abstract Trunk Trunk { get; }

    /// <summary>Computes the logits.</summary>
    /// <param name="inputs">A batch of the family's kind, or <see cref="FeatureInputs"/>, which the head alone reads.</param>
    /// <param name="context">Training or prediction.</param>
    /// <returns>[b, labels], which belongs to the surrounding dispose scope.</returns>
    public Tensor Forward(ModelInputs inputs, ForwardContext context)
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor logits = inputs is FeatureInputs known
            ? Head(known.Features, context)
            : Head(Trunk.Forward(inputs, context), inputs, context);
        return scope.MoveToOuter(logits.dtype == ScalarType.Float32 ? logits : logits.to(ScalarType.Float32));
    }

    /// <summary>The head alone, on what the trunk has computed.</summary>
    /// <param name="trunk">The trunk's output for the inputs.</param>
    /// <param name="inputs">The batch, for heads that must know where texts end.</param>
    /// <param name="context">Training or prediction.</param>
    /// <returns>[b, labels]</returns>
    public Tensor Head(TrunkOutput trunk, ModelInputs inputs, ForwardContext context)
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(Head(Features(trunk, inputs), context));
    }

    /// <summary>What the head reads of the trunk's output: one vector a row, in which nothing is trained or dropped.</summary>
    /// <param name="trunk">The trunk's output for the inputs.</param>
    /// <param name="inputs">The batch, for heads that must know where texts end.</param>
    /// <returns>[b,f]: of the trunk's own tensors, or one that belongs to the surrounding dispose scope.</returns>
    public abstract Tensor Features(TrunkOutput trunk, ModelInputs inputs);

    /// <summary>The head alone, on features.</summary>
    /// <param name="features">[b,f], as <see cref="Features"/> gives them.</param>
    /// <param name="context">Training or prediction.</param>
    /// <returns>[b, labels]</returns>
    public abstract Tensor Head(Tensor features, ForwardContext context);

    /// <inheritdoc/>
    public void Dispose()
    {
        Weights.DisposeTensors();
        Trunk.Dispose();
        GC.SuppressFinalize(this);
    }
}
