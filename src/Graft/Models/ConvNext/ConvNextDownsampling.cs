using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.ConvNext;

/// <summary>Norm and convolution that halve a map's sides between two stages.</summary>
internal sealed class ConvNextDownsampling(int inputs, int outputs)
{
    public LayerNorm Norm { get; } = new(inputs, ConvNext.InnerEpsilon);

    public Convolution Reduction { get; } = new(inputs, outputs, kernel: 2, stride: 2);

    /// <summary>[b,inputs,h,w] -> [b,outputs,h/2,w/2].</summary>
    public Tensor Forward(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(Reduction.Forward(ConvNext.NormChannels(Norm, x)));
    }
}
