using Graft.Models;
using static TorchSharp.torch;

namespace Graft.Training;

/// <summary>A parameter with what the optimizer keeps for it.</summary>
/// <param name="entry">The parameter.</param>
/// <param name="rateFactor">Factor on the learning rate.</param>
/// <param name="weightDecay">Weight decay of this parameter, 0 for biases and norms.</param>
/// <param name="master">The single-precision values behind a parameter of another format; null: its own.</param>
internal sealed class OptimizedParameter(WeightEntry entry, double rateFactor, double weightDecay, Tensor? master = null) : IDisposable
{
    private UntouchedPortions? _untouched;

    public WeightEntry Entry { get; } = entry;

    /// <summary>The values that are updated, in single precision.</summary>
    public Tensor Values { get; } = master ?? entry.Tensor;

    public double RateFactor { get; } = rateFactor;

    public double WeightDecay { get; } = weightDecay;

    /// <summary>Running mean of the gradients, as the parameter.</summary>
    public Tensor Means { get; } = zeros(entry.Tensor.shape, dtype: ScalarType.Float32, device: entry.Tensor.device).DetachFromDisposeScope();

    /// <summary>Running mean of the squared gradients, as the parameter.</summary>
    public Tensor Squares { get; } = zeros(entry.Tensor.shape, dtype: ScalarType.Float32, device: entry.Tensor.device).DetachFromDisposeScope();

    /// <summary>What no gradient has reached yet; null for parameters that are reached everywhere. Found out when first asked for.</summary>
    public UntouchedPortions? Untouched => Entry.Kind == WeightKind.Embedding ? _untouched ??= new UntouchedPortions(Means, Squares) : null;

    /// <summary>The gradient of the last backward pass in the parameter's own layout, or null.</summary>
    public Tensor? Gradient
    {
        get
        {
            Tensor? gradient = Entry.Tensor.grad;
            return gradient is null || gradient.is_contiguous() ? gradient : gradient.contiguous();
        }
    }

    public void Dispose()
    {
        Means.Dispose();
        Squares.Dispose();
    }
}
