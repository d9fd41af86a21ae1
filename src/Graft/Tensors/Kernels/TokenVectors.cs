namespace Graft.Tensors.Kernels;

/// <summary>Vectors of single precision, one for each token of a row.</summary>
/// <param name="Start">The address of the first.</param>
/// <param name="Stride">Elements from one to the next.</param>
internal readonly unsafe record struct TokenVectors(nint Start, nint Stride)
{
    /// <summary>The vector of a token.</summary>
    public float* this[int token] => (float*)Start + token * Stride;
}
