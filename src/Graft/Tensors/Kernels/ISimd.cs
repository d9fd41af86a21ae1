namespace Graft.Tensors.Kernels;

/// <summary>The instructions that a kernel is written with, for registers of one width: the same code serves processors with 256 and with 512 bits.</summary>
/// <typeparam name="TVector">A register full of floats.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Floats of a register.</summary>
    static abstract int Lanes { get; }

    /// <summary>Reads a register full.</summary>
    static abstract TVector Load(float* from);

    /// <summary>Writes a register full.</summary>
    static abstract void Store(TVector values, float* to);

    /// <summary>One value in every lane.</summary>
    static abstract TVector Create(float value);

    /// <summary>a + b</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a b + c, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>Within bounds; what is not a number stays so, since the processor then gives the second operand.</summary>
    static abstract TVector Clamp(TVector values, TVector least, TVector most);

    /// <summary>The values, and 0 where the place lies at or beyond a bound.</summary>
    static abstract TVector WhereWithin(TVector values, TVector place, TVector least, TVector most);
}
