namespace Graft.Layers.Quantized;

/// <summary>How whole numbers of 8 bits are multiplied and added up.</summary>
internal enum Int8Way
{
    /// <summary>A kernel of our own: <see cref="Tensors.Kernels.Int8ProductKernel"/>.</summary>
    Kernel,

    /// <summary>libtorch's product, fast where the processor has instructions for it (AVX-512 VNNI), a plain loop elsewhere.</summary>
    Library,

    /// <summary>The numbers as floats: nothing is gained, but nothing lost. Sums beyond 2^24 are rounded to 24 bits.</summary>
    Float32,
}
