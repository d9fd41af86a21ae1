using static TorchSharp.torch;

namespace Graft.Tensors;

/// <summary>Sizes, names in files and torch counterparts of the number formats.</summary>
public static class NumberFormats
{
    /// <summary>Size of one number in bytes.</summary>
    public static int Size(this NumberFormat format) => format switch
    {
        NumberFormat.F64 or NumberFormat.I64 or NumberFormat.U64 => 8,
        NumberFormat.F32 or NumberFormat.I32 or NumberFormat.U32 => 4,
        NumberFormat.F16 or NumberFormat.BF16 or NumberFormat.I16 or NumberFormat.U16 => 2,
        _ => 1,
    };

    /// <summary>Whether the numbers are floating point.</summary>
    public static bool IsFloat(this NumberFormat format) => format
        is NumberFormat.F64 or NumberFormat.F32 or NumberFormat.F16 or NumberFormat.BF16 or NumberFormat.F8E4M3 or NumberFormat.F8E5M2;

    /// <summary>The name in a safetensors header: "F32", "BOOL", "F8_E4M3".</summary>
    public static string FileName(this NumberFormat format) => format switch
    {
        NumberFormat.Bool => "BOOL",
        NumberFormat.F8E4M3 => "F8_E4M3",
        NumberFormat.F8E5M2 => "F8_E5M2",
        _ => format.ToString(),
    };

    /// <summary>The format of a name in a safetensors header (case matters); null if there is none.</summary>
    public static NumberFormat? FromFileName(string name) => name switch
    {
        "F64" => NumberFormat.F64,
        "F32" => NumberFormat.F32,
        "F16" => NumberFormat.F16,
        "BF16" => NumberFormat.BF16,
        "I64" => NumberFormat.I64,
        "I32" => NumberFormat.I32,
        "I16" => NumberFormat.I16,
        "I8" => NumberFormat.I8,
        "U64" => NumberFormat.U64,
        "U32" => NumberFormat.U32,
        "U16" => NumberFormat.U16,
        "U8" => NumberFormat.U8,
        "BOOL" => NumberFormat.Bool,
        "F8_E4M3" => NumberFormat.F8E4M3,
        "F8_E5M2" => NumberFormat.F8E5M2,
        _ => null,
    };

    /// <summary>The torch type with the same bytes; null for the formats that TorchSharp lacks (U16, U32, U64, F8).</summary>
    public static ScalarType? ToScalarType(this NumberFormat format) => format switch
    {
        NumberFormat.F64 => ScalarType.Float64,
        NumberFormat.F32 => ScalarType.Float32,
        NumberFormat.F16 => ScalarType.Float16,
        NumberFormat.BF16 => ScalarType.BFloat16,
        NumberFormat.I64 => ScalarType.Int64,
        NumberFormat.I32 => ScalarType.Int32,
        NumberFormat.I16 => ScalarType.Int16,
        NumberFormat.I8 => ScalarType.Int8,
        NumberFormat.U8 => ScalarType.Byte,
        NumberFormat.Bool => ScalarType.Bool,
        _ => null,
    };

    /// <summary>The format with the same bytes as a torch type; null for complex types.</summary>
    public static NumberFormat? ToNumberFormat(this ScalarType type) => type switch
    {
        ScalarType.Float64 => NumberFormat.F64,
        ScalarType.Float32 => NumberFormat.F32,
        ScalarType.Float16 => NumberFormat.F16,
        ScalarType.BFloat16 => NumberFormat.BF16,
        ScalarType.Int64 => NumberFormat.I64,
        ScalarType.Int32 => NumberFormat.I32,
        ScalarType.Int16 => NumberFormat.I16,
        ScalarType.Int8 => NumberFormat.I8,
        ScalarType.Byte => NumberFormat.U8,
        ScalarType.Bool => NumberFormat.Bool,
        _ => null,
    };
}
