using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>How a kernel reads and writes the elements of a tensor: it always computes in single precision.</summary>
internal interface IElementFormat
{
    /// <summary>Reads elements index .. index + 15.</summary>
    static abstract Vector512<float> Load(nint address, int index);

    /// <summary>Writes elements index .. index + 15, rounded to nearest even.</summary>
    static abstract void Store(Vector512<float> values, nint address, int index);

    /// <summary>Reads one element.</summary>
    static abstract float LoadOne(nint address, int index);

    /// <summary>Writes one element, rounded to nearest even.</summary>
    static abstract void StoreOne(float value, nint address, int index);
}
