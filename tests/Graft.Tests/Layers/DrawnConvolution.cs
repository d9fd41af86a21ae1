using Graft.Layers;
using static TorchSharp.torch;

namespace Graft.Tests.Layers;

/// <summary>Convolutions with norms, of random weights and statistics.</summary>
internal static class DrawnConvolution
{
    /// <summary>A convolution and norm that are the same for the same seed.</summary>
    public static NormalizedConvolution Of(Convolution convolution, Activation? activation, ulong seed)
    {
        var norm = new BatchNorm(convolution.Weight.shape[0], epsilon: 1e-3);
        using IDisposable gradientsOff = no_grad();
        using var generator = new Generator(seed);
        foreach (Tensor tensor in new[] { convolution.Weight, convolution.Bias, norm.Weight, norm.Bias, norm.RunningMean }.OfType<Tensor>())
        {
            tensor.copy_(randn(tensor.shape, generator: generator));
        }

        norm.RunningVariance.copy_(rand(norm.RunningVariance.shape, generator: generator) + 0.1);
        return new NormalizedConvolution(convolution, norm, activation);
    }
}
