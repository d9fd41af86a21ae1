using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>
/// A convolution of each channel by itself with its shift and rectifier, in training: the backward pass goes through an image at a time,
/// whose gradient stays in the processor's caches.
/// </summary>
internal sealed unsafe class FusedDepthwise : autograd.MultiTensorFunction<FusedDepthwise>
{
    /// <inheritdoc/>
    public override string Name => nameof(FusedDepthwise);

    /// <summary>True if <see cref="Apply"/> can take the layer's place while the norm keeps to its running statistics.</summary>
    /// <param name="x">[b,channels,h,w]</param>
    /// <param name="layer">The convolution.</param>
    public static bool Serves(Tensor x, NormalizedConvolution layer) =>
        is_grad_enabled() && layer.HasKernel(x) && layer.Convolution is { Groups: var groups, Weight.shape: [var channels, 1, 3 or 5 or 7, _] }
        && groups == channels && x.shape[1] == channels && channels % DepthwiseKernel.ChannelStep == 0 && ConvolutionSizes.Of(layer.Convolution, x).HasResult;

    /// <summary>[b,channels,h,w] -> [b,channels,h',w'], pixel by pixel in memory.</summary>
    /// <param name="x">[b,channels,h,w]</param>
    /// <param name="weight">The kernels, the norm's factors within: [channels,1,side,side].</param>
    /// <param name="shift">[channels]</param>
    /// <param name="layer">Says the sizes and the rectifier.</param>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor shift, NormalizedConvolution layer)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = x.permute(0, 2, 3, 1).contiguous();                                     // [b,h,w,channels]
        Tensor y = apply(pixels, weight.contiguous(), shift.contiguous(), ConvolutionSizes.Of(layer.Convolution, x), layer.Bounds)[0];
        FusedFailure.ThrowIfAny();
        return scope.MoveToOuter(y.permute(0, 3, 1, 2));
    }

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars) =>
        FusedFailure.Forward(() => Forward(ctx, vars));

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) =>
        FusedFailure.Backward(() => Backward(ctx, grad_outputs), inputs: 5);

    private static List<Tensor> Forward(autograd.AutogradContext ctx, object[] vars)
    {
        Tensor x = (Tensor)vars[0], weight = (Tensor)vars[1], shift = (Tensor)vars[2];
        var sizes = (ConvolutionSizes)vars[3];
        var bounds = (OutputBounds)vars[4];
        int channels = (int)x.shape[3];
        Tensor packed = weight.view(channels, -1).t().contiguous();                             // [places,channels]
        Tensor y = empty([x.shape[0], sizes.OutputHeight, sizes.OutputWidth, channels], dtype: ScalarType.Float32);
        float* from = (float*)TensorAddress.Of(x), to = (float*)TensorAddress.Of(y);
        float* kernels = (float*)TensorAddress.Of(packed), shifts = (float*)TensorAddress.Of(shift);
        int rows = sizes.OutputHeight;
        WorkTeam.ForEach((int)x.shape[0] * rows, piece =>
        {
            (int top, int first, int count) = sizes.KernelRows(piece % rows);
            float* image = from + (nint)(piece / rows) * sizes.Height * sizes.Width * channels;
            DepthwiseKernel.Row(
                image + (nint)top * sizes.Width * channels, sizes.Width, first, count, sizes.Kernel, sizes.Stride, sizes.Before, kernels, shifts, channels, bounds,
                to + (nint)piece * sizes.OutputWidth * channels, sizes.OutputWidth);
        });
        ctx.save_data(nameof(KeptTensors), new KeptTensors(x, packed, y));
        ctx.save_data(nameof(sizes), sizes);
        ctx.save_data(nameof(bounds), bounds);
        ctx.save_data("wanted", x.requires_grad);
        packed.Dispose();
        return [y];
    }

    private static List<Tensor> Backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using DisposeScope scope = NewDisposeScope();
        using var saved = (KeptTensors)ctx.get_data(nameof(KeptTensors));
        using Tensor outer = grad_outputs[0];
        Tensor x = saved[0], packed = saved[1], y = saved[2], gradient = outer.contiguous();
        var sizes = (ConvolutionSizes)ctx.get_data("sizes");
        var bounds = (OutputBounds)ctx.get_data("bounds");
        int images = (int)x.shape[0], channels = (int)x.shape[3], places = sizes.Kernel * sizes.Kernel;
        Tensor? xGradient = (bool)ctx.get_data("wanted") ? empty_like(x) : null;

        // Each image adds up its own share, so that the sums do not depend on the threads: the kernels' gradient, then the shift's.
        Tensor shares = zeros([images, places + 1, channels], dtype: ScalarType.Float32);
        float* values = (float*)TensorAddress.Of(x), results = (float*)TensorAddress.Of(y), given = (float*)TensorAddress.Of(gradient);
        float* kernels = (float*)TensorAddress.Of(packed), change = (float*)TensorAddress.Of(xGradient), sums = (float*)TensorAddress.Of(shares);
        int pixels = sizes.OutputHeight * sizes.OutputWidth, line = sizes.Width * channels;
        WorkTeam.ForEach(images, image =>
        {
            using var memory = new WorkMemory(pixels * channels);
            float* own = memory.Take(pixels * channels), map = values + (nint)image * sizes.Height * line, share = sums + (nint)image * (places + 1) * channels;
            nint start = (nint)image * pixels * channels;
            bounds.Backward(results + start, given + start, pixels, channels, own, share + places * channels);
            for (int row = 0; row < sizes.OutputHeight; row++)
            {
                (int top, int first, int count) = sizes.KernelRows(row);
                DepthwiseKernel.AddWeightGradient(
                    map + (nint)top * line, sizes.Width, first, count, sizes.Kernel, sizes.Stride, sizes.Before, own + (nint)row * sizes.OutputWidth * channels,
                    sizes.OutputWidth, channels, share);
            }

            for (int row = 0; change is not null && row < sizes.Height; row++)
            {
                DepthwiseKernel.BackwardRow(
                    own, sizes.OutputHeight, sizes.OutputWidth, row, sizes.Kernel, sizes.Stride, sizes.Before, kernels, channels,
                    change + ((nint)image * sizes.Height + row) * line, sizes.Width);
            }
        });
        Tensor sum = shares.sum(dim: 0);                                                          // [places + 1,channels]
        Tensor weightGradient = sum.narrow(0, 0, places).t().contiguous().view(channels, 1, sizes.Kernel, sizes.Kernel);
        return KeptTensors.HandOver(xGradient, weightGradient, sum.select(0, places).clone(), null, null);
    }
}
