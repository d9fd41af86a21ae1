using System.Runtime.CompilerServices;
using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>
/// The first convolution of an image model in prediction, its norm and function within: what the kernels see of an image's few channels
/// is laid side by side, one row of the result at a time, and multiplied with the kernels as a matrix.
/// </summary>
internal static unsafe class FusedStem
{
    // With more, libtorch's convolution is worth its way.
    private const int MostInputs = 4;

    /// <summary>True if <see cref="Run"/> can take the layer's place in prediction.</summary>
    /// <param name="x">[b,inputs,h,w]</param>
    /// <param name="layer">The convolution.</param>
    public static bool Serves(Tensor x, NormalizedConvolution layer) =>
        layer.HasKernel(x) && layer.Convolution is { Groups: 1, Weight.shape: [var outputs, <= MostInputs and var inputs, _, _] } && x.shape[1] == inputs
        && outputs % PointwiseKernel.ChannelStep == 0 && ConvolutionSizes.Of(layer.Convolution, x).HasResult;

    /// <summary>[b,inputs,h,w] -> [b,outputs,h',w'], pixel by pixel in memory.</summary>
    /// <param name="x">[b,inputs,h,w]</param>
    /// <param name="layer">The convolution.</param>
    public static Tensor Run(Tensor x, NormalizedConvolution layer)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = x.permute(0, 2, 3, 1).contiguous();                                                       // [b,h,w,inputs]
        Tensor kernels = layer.Convolution.Weight.permute(0, 2, 3, 1).contiguous();                               // [outputs,side,side,inputs]
        var sizes = ConvolutionSizes.Of(layer.Convolution, x);
        int inputs = (int)x.shape[1], outputs = (int)kernels.shape[0], seen = sizes.Kernel * sizes.Kernel * inputs;
        Tensor result = empty([x.shape[0], sizes.OutputHeight, sizes.OutputWidth, outputs], dtype: ScalarType.Float32);
        int elements = PointwiseKernel.PackedElements(seen, outputs), shifts = PointwiseKernel.ShiftElements(outputs);
        using var memory = new WorkMemory(elements, shifts);
        float* packed = memory.Take(elements), shift = memory.Take(shifts);
        layer.Norm.Affine((factors, summands) => PointwiseKernel.Pack((float*)TensorAddress.Of(kernels), factors, summands, seen, outputs, packed, shift));
        float* from = (float*)TensorAddress.Of(pixels), to = (float*)TensorAddress.Of(result);
        int rows = sizes.OutputHeight, columns = sizes.OutputWidth;
        WorkTeam.ForEach((int)x.shape[0] * rows, piece =>
        {
            using var line = new WorkMemory(columns * seen);
            float* matrix = line.Take(columns * seen);
            Gather(sizes, inputs, from + (nint)(piece / rows) * sizes.Height * sizes.Width * inputs, piece % rows, matrix);
            PointwiseKernel.Run(matrix, columns, seen, packed, shift, to + (nint)piece * columns * outputs, outputs, layer.Bounds, added: null);
        });
        return scope.MoveToOuter(result.permute(0, 3, 1, 2));
    }

    // What the kernels of one row of the result see, 0 beyond the edges: [w',side,side,inputs].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(ConvolutionSizes sizes, int inputs, float* image, int row, float* matrix)
    {
        int top = row * sizes.Stride - sizes.Before, width = sizes.Width * inputs;
        for (int pixel = 0; pixel < sizes.OutputWidth; pixel++)
        {
            int start = (pixel * sizes.Stride - sizes.Before) * inputs, end = start + sizes.Kernel * inputs;
            for (int y = top; y < top + sizes.Kernel; y++)
            {
                float* line = image + (nint)y * width;
                bool isRow = y >= 0 && y < sizes.Height;
                if (isRow && start >= 0 && end <= width)
                {
                    for (int i = start; i < end; i++)
                    {
                        *matrix++ = line[i];
                    }

                    continue;
                }

                for (int i = start; i < end; i++)
                {
                    *matrix++ = isRow && i >= 0 && i < width ? line[i] : 0;
                }
            }
        }
    }
}
