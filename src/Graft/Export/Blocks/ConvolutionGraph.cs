using Graft.Export.Graphs;
using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Export.Blocks;

/// <summary>Convolutions as graphs; a batch norm behind one goes into its kernels.</summary>
internal static class ConvolutionGraph
{
    /// <summary>[b,inputs,h,w] -> [b,outputs,h',w'].</summary>
    public static GraphValue Apply(this GraphBuilder graph, Convolution layer, GraphValue x) => graph.Node(
        "Conv", [x, graph.Weight(layer.Weight), layer.Bias is null ? null : graph.Weight(layer.Bias)], Settings(layer, padsBySize: false));

    /// <summary>[b,inputs,h,w] -> [b,outputs,h',w'].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layer">The convolution with its norm.</param>
    /// <param name="x">[b,inputs,h,w]</param>
    /// <param name="padsBySize">
    /// True if the zeros at the edges are those of TensorFlow's "same" padding, by the map's side; else the convolution's own.
    /// </param>
    public static GraphValue Apply(this GraphBuilder graph, NormalizedConvolution layer, GraphValue x, bool padsBySize = false)
    {
        Convolution convolution = layer.Convolution;
        GraphValue kernels = graph.Derived(convolution.Weight, "normalized", convolution.Weight.shape, () => Kernels(layer));
        GraphValue shift = graph.Derived(layer.Norm.Bias, "normalized", layer.Norm.Bias.shape, () => Shift(layer));
        GraphValue map = graph.Node("Conv", [x, kernels, shift], Settings(convolution, padsBySize));
        return layer.Function is { } function ? graph.Apply(function, map) : map;
    }

    private static Tensor Kernels(NormalizedConvolution layer)
    {
        (Tensor scale, _) = layer.Norm.Affine();                                                        // [outputs]
        return layer.Convolution.Weight * scale.view(-1, 1, 1, 1);
    }

    private static Tensor Shift(NormalizedConvolution layer)
    {
        (Tensor scale, Tensor shift) = layer.Norm.Affine();                                             // [outputs] each
        return layer.Convolution.Bias is null ? shift : layer.Convolution.Bias * scale + shift;
    }

    private static GraphAttribute[] Settings(Convolution layer, bool padsBySize)
    {
        (long before, long after) = layer.Padding;
        return
        [
            new("strides", [layer.Stride, layer.Stride]),
            new("dilations", [layer.Dilation, layer.Dilation]),
            new("group", layer.Groups),
            padsBySize ? new("auto_pad", "SAME_UPPER") : new("pads", [before, before, after, after]),
        ];
    }
}
