using Graft.Tensors.Kernels;

namespace Graft.Layers.Fused;

/// <summary>Computes rows of an inverted bottleneck's result, a band of them at a time.</summary>
/// <param name="shape">The sizes.</param>
/// <param name="weights">The convolutions.</param>
/// <param name="bounds">Where the results of the first two convolutions are cut off.</param>
/// <param name="x">[b,h,w,inputs]</param>
/// <param name="y">[b,h',w',outputs], receives the result.</param>
/// <param name="expands">False where x has the inner channels already.</param>
/// <param name="isResidual">True to add x to the result.</param>
internal sealed unsafe class BottleneckRows(
    BottleneckShape shape, BottleneckWeights weights, OutputBounds bounds, float* x, float* y, bool expands, bool isResidual)
{
    private readonly ConvolutionSizes _sizes = shape.Depthwise;

    /// <summary>Computes rows of one image; others may be computed on other threads meanwhile.</summary>
    /// <param name="image">The image.</param>
    /// <param name="from">The first row of the result.</param>
    /// <param name="to">The row after the last.</param>
    public void Run(int image, int from, int to)
    {
        int wideRow = _sizes.Width * shape.Inner, middleRow = _sizes.OutputWidth * shape.Inner, resultRow = _sizes.OutputWidth * shape.Outputs;
        float* map = x + (nint)image * _sizes.Height * _sizes.Width * shape.Inputs;
        float* result = y + (nint)image * _sizes.OutputHeight * resultRow;
        int wideElements = expands ? shape.BandInputRows * wideRow : 0, middleElements = shape.BandRows * middleRow;
        using var memory = new WorkMemory(wideElements, middleElements);
        float* wide = expands ? memory.Take(wideElements) : map, middle = memory.Take(middleElements);
        int first = 0, end = expands ? 0 : _sizes.Height;            // rows of the wide map that are held
        for (int row = from; row < to; row += shape.BandRows)
        {
            int last = Math.Min(to, row + shape.BandRows);
            if (expands)
            {
                (first, end) = Widen(map, wide, first, end, _sizes.InputRows(row, last));
            }

            for (int i = row; i < last; i++)
            {
                (int top, int above, int rows) = _sizes.KernelRows(i);
                DepthwiseKernel.Row(
                    wide + (nint)(top - first) * wideRow, _sizes.Width, above, rows, _sizes.Kernel, _sizes.Stride, _sizes.Before,
                    weights.Depthwise, weights.DepthwiseShift, shape.Inner, bounds, middle + (nint)(i - row) * middleRow, _sizes.OutputWidth);
            }

            PointwiseKernel.Run(
                middle, (last - row) * _sizes.OutputWidth, shape.Inner, weights.Project, weights.ProjectShift, result + (nint)row * resultRow, shape.Outputs,
                OutputBounds.None, isResidual ? map + (nint)row * resultRow : null);
        }
    }

    // Moves the held rows that are needed again to the front, and computes those that are missing behind them.
    private (int First, int End) Widen(float* map, float* wide, int first, int end, (int From, int To) wanted)
    {
        nint wideRow = (nint)_sizes.Width * shape.Inner;
        int held = Math.Max(0, end - wanted.From), start = wanted.From + held;
        if (held > 0)
        {
            Buffer.MemoryCopy(wide + (wanted.From - first) * wideRow, wide, held * wideRow * sizeof(float), held * wideRow * sizeof(float));
        }

        if (start < wanted.To)
        {
            PointwiseKernel.Run(
                map + (nint)start * _sizes.Width * shape.Inputs, (wanted.To - start) * _sizes.Width, shape.Inputs, weights.Expand, weights.ExpandShift,
                wide + held * wideRow, shape.Inner, bounds, added: null);
        }

        return (wanted.From, wanted.To);
    }
}
