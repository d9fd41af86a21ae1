using Graft.Tensors;

namespace Graft.Export.Graphs;

/// <summary>The numbers by which ONNX names number formats: TensorProto.DataType of onnx.proto.</summary>
internal static class OnnxDataType
{
    /// <summary>The number of a format.</summary>
    public static long Of(NumberFormat format) => format switch
    {
        NumberFormat.F32 => 1,
        NumberFormat.I64 => 7,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "graphs hold F32 and I64 only"),
    };
}
