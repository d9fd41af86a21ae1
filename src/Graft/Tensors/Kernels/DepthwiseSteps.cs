namespace Graft.Tensors.Kernels;

/// <summary>How <see cref="DepthwiseKernel"/> goes through its memory: distances in elements, which may be negative.</summary>
/// <param name="Rows">Rows of the kernel that count.</param>
/// <param name="XRow">From one of them to the next, in x.</param>
/// <param name="WeightRow">The same in the kernel.</param>
/// <param name="XColumn">From one column of the kernel to the next, in x.</param>
/// <param name="WeightColumn">The same in the kernel.</param>
/// <param name="XPixel">From what one pixel of the result sees to what the next one sees, in x.</param>
/// <param name="YPixel">From one pixel of the result to the next.</param>
internal readonly record struct DepthwiseSteps(int Rows, nint XRow, nint WeightRow, nint XColumn, nint WeightColumn, nint XPixel, nint YPixel);
