using Graft.Layers;
using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.EfficientNet;

/// <summary>
/// A gate a channel, computed from the means of all channels.
/// Source: Hu et al., "Squeeze-and-excitation networks", 2018.
/// </summary>
internal sealed class SqueezeExcite(long channels, long innerChannels, Activation activation)
{
    // From here on the sigmoid rounds to 1.
    private const float SurelyOpen = 18;

    public Convolution Reduce { get; } = new(channels, innerChannels, kernel: 1);

    public Convolution Expand { get; } = new(innerChannels, channels, kernel: 1);

    public Activation Activation => activation;

    /// <summary>[b,c,h,w] -> [b,c,h,w]; in prediction x itself is overwritten.</summary>
    public Tensor Forward(Tensor x, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        if (IsIdentity())
        {
            return x;
        }

        Tensor means = x.mean([2, 3], keepdim: true);                                   // [b,c,1,1]
        Tensor gates = Expand.Forward(activation.Apply(Reduce.Forward(means))).sigmoid();
        return context.RunsFused ? x.mul_(gates) : scope.MoveToOuter(x * gates);
    }

    // Networks without gates are stored with ones that are 1 whatever comes in, and so have a gradient of 0: in training seven
    // passes over the map for nothing.
    internal bool IsIdentity() =>
        Expand.Weight is { dtype: ScalarType.Float32 } weight && HostMemory.Holds(weight) && weight.is_contiguous()
        && !weight.Floats().ContainsAnyExcept(0f) && !Expand.Bias!.Floats().ContainsAnyExceptInRange(SurelyOpen, float.MaxValue);
}
