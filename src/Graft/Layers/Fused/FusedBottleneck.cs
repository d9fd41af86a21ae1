using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>
/// Inverted bottlenecks in prediction: some rows of an image go through all three convolutions before the next ones, so that the wide
/// map between them never leaves the processor's caches.
/// </summary>
internal static unsafe class FusedBottleneck
{
    /// <summary>True if <see cref="Run"/> can take the layers' place.</summary>
    /// <param name="x">[b,inputs,h,w]</param>
    /// <param name="expand">Widens the channels; null where they stay.</param>
    /// <param name="depthwise">Convolves each channel by itself.</param>
    /// <param name="project">Narrows the channels, without a function.</param>
    /// <param name="context">What the pass is for.</param>
    public static bool Serves(
        Tensor x, NormalizedConvolution? expand, NormalizedConvolution depthwise, NormalizedConvolution project, ForwardContext context) =>
        context.RunsFused && depthwise.HasKernel(x) && project.HasKernel(x) && (expand is null || (expand.HasKernel(x) && expand.Function == depthwise.Function))
        && depthwise.Convolution is { Groups: var groups, Weight.shape: [var inner, 1, _, _] } && groups == inner && inner % DepthwiseKernel.ChannelStep == 0
        && project is { Function: null, Convolution.Weight.shape: [var outputs, _, 1, 1] } && outputs % PointwiseKernel.ChannelStep == 0
        && ConvolutionSizes.Of(depthwise.Convolution, x).HasResult;

    /// <summary>[b,inputs,h,w] -> [b,outputs,h',w'], pixel by pixel in memory.</summary>
    /// <param name="x">[b,inputs,h,w]</param>
    /// <param name="expand">Widens the channels; null where they stay.</param>
    /// <param name="depthwise">Convolves each channel by itself.</param>
    /// <param name="project">Narrows the channels, without a function.</param>
    /// <param name="isResidual">True to add x to the result.</param>
    public static Tensor Run(
        Tensor x, NormalizedConvolution? expand, NormalizedConvolution depthwise, NormalizedConvolution project, bool isResidual)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = x.permute(0, 2, 3, 1).contiguous();                                     // [b,h,w,inputs]
        var sizes = ConvolutionSizes.Of(depthwise.Convolution, x);
        var shape = new BottleneckShape((int)x.shape[1], (int)depthwise.Convolution.Weight.shape[0], (int)project.Convolution.Weight.shape[0], sizes);
        Tensor result = empty([x.shape[0], sizes.OutputHeight, sizes.OutputWidth, shape.Outputs], dtype: ScalarType.Float32);
        using var weights = new BottleneckWeights(shape, expand, depthwise, project);
        var rows = new BottleneckRows(
            shape, weights, depthwise.Bounds, (float*)TensorAddress.Of(pixels), (float*)TensorAddress.Of(result), expand is not null, isResidual);
        (int Image, int From, int To)[] pieces = [.. Pieces((int)x.shape[0], sizes.OutputHeight)];
        WorkTeam.ForEach(pieces.Length, piece => rows.Run(pieces[piece].Image, pieces[piece].From, pieces[piece].To));
        return scope.MoveToOuter(result.permute(0, 3, 1, 2));
    }

    // Whole images, as many a thread; of those left over each thread gets some rows.
    private static IEnumerable<(int Image, int From, int To)> Pieces(int images, int rows)
    {
        int threads = get_num_threads(), whole = images - images % threads;
        for (int image = 0; image < images; image++)
        {
            int parts = image < whole ? 1 : Math.Min(threads, rows);
            for (int part = 0; part < parts; part++)
            {
                yield return (image, rows * part / parts, rows * (part + 1) / parts);
            }
        }
    }
}
