namespace Graft.Tensors;

/// <summary>How a tensor's numbers are stored; the names are those of the safetensors format.</summary>
public enum NumberFormat
{
    /// <summary>IEEE 754 double precision, 8 bytes.</summary>
    F64,

    /// <summary>IEEE 754 single precision, 4 bytes.</summary>
    F32,

    /// <summary>IEEE 754 half precision, 2 bytes.</summary>
    F16,

    /// <summary>The upper half of a single: 8 exponent bits, 7 mantissa bits, 2 bytes.</summary>
    BF16,

    /// <summary>Signed integer of 8 bytes.</summary>
    I64,

    /// <summary>Signed integer of 4 bytes.</summary>
    I32,

    /// <summary>Signed integer of 2 bytes.</summary>
    I16,

    /// <summary>Signed integer of 1 byte.</summary>
    I8,

    /// <summary>Unsigned integer of 8 bytes.</summary>
    U64,

    /// <summary>Unsigned integer of 4 bytes.</summary>
    U32,

    /// <summary>Unsigned integer of 2 bytes.</summary>
    U16,

    /// <summary>Unsigned integer of 1 byte.</summary>
    U8,

    /// <summary>Truth value of 1 byte: 0 is false, all else is true.</summary>
    Bool,

    /// <summary>8-bit float with 4 exponent bits, 3 mantissa bits, no infinities ("fn"), 1 byte.</summary>
    F8E4M3,

    /// <summary>8-bit float with 5 exponent bits, 2 mantissa bits, 1 byte.</summary>
    F8E5M2,
}
