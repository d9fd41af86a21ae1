namespace Graft.Tensors.Kernels;

/// <summary>A register full of floats. Kernels are written with it once, and serve processors with registers of 256 and of 512 bits.</summary>
/// <typeparam name="TSelf">The register.</typeparam>
internal unsafe interface IFloats<TSelf>
    where TSelf : struct, IFloats<TSelf>
{
    /// <summary>Floats of a register.</summary>
    static abstract int Lanes { get; }

    /// <summary>One value in every lane.</summary>
    static abstract TSelf Create(float value);

    /// <summary>Reads a register full.</summary>
    static abstract TSelf Load(float* from);

    /// <summary>Reads a register full of bfloat16 numbers.</summary>
    static abstract TSelf LoadBFloat16(ushort* from);

    /// <summary>Writes a register full.</summary>
    static abstract void Store(TSelf values, float* to);

    /// <summary>Writes bfloat16 numbers, rounded to nearest even.</summary>
    static abstract void StoreBFloat16(TSelf values, ushort* to);

    /// <summary>a b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The smaller one; b where either is not a number.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The larger one; b where either is not a number.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The largest whole number that is not larger.</summary>
    static abstract TSelf Floor(TSelf values);

    /// <summary>Without sign.</summary>
    static abstract TSelf Abs(TSelf values);

    /// <summary>The size of one number with the sign of another.</summary>
    static abstract TSelf CopySign(TSelf size, TSelf sign);

    /// <summary>2^n for whole numbers -126..127.</summary>
    static abstract TSelf PowerOfTwo(TSelf n);

    /// <summary>The values, but 0 where x is below a bound, and x itself where that is not a number.</summary>
    static abstract TSelf WhereAtLeast(TSelf values, TSelf x, TSelf bound);

    /// <summary>The values where x lies between two bounds and at neither, else 0.</summary>
    static abstract TSelf WhereBetween(TSelf values, TSelf x, TSelf least, TSelf most);

    /// <summary>The values where a bit is set, else 0: the lowest bit for the first lane.</summary>
    static abstract TSelf WhereSet(TSelf values, uint bits);

    /// <summary>All lanes together.</summary>
    static abstract float Sum(TSelf values);

    /// <summary>The largest of all lanes.</summary>
    static abstract float Greatest(TSelf values);

    /// <summary>The first lane.</summary>
    static abstract float First(TSelf values);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a);
}
