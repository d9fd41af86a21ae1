namespace Graft.Tensors.Kernels;

/// <summary>How a kernel reads and writes the elements of a tensor: it always computes in single precision.</summary>
internal interface IElementFormat
{
    /// <summary>Bytes of an element.</summary>
    static abstract int Bytes { get; }

    /// <summary>Reads a register full of elements from an index on.</summary>
    static abstract TFloats Load<TFloats>(nint address, int index)
        where TFloats : struct, IFloats<TFloats>;

    /// <summary>Writes a register full of elements from an index on, rounded to nearest even.</summary>
    static abstract void Store<TFloats>(TFloats values, nint address, int index)
        where TFloats : struct, IFloats<TFloats>;

    /// <summary>Reads one element.</summary>
    static abstract float LoadOne(nint address, int index);

    /// <summary>Writes one element, rounded to nearest even.</summary>
    static abstract void StoreOne(float value, nint address, int index);
}
