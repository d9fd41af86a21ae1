using Graft.Tensors;

namespace Graft.Export.Graphs;

/// <summary>The operators of the ONNX specification (opset 17) that the families need. Shapes are broadcast as there.</summary>
internal static class GraphOperators
{
    public static GraphValue Add(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Add", [a, b]);

    public static GraphValue Subtract(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Sub", [a, b]);

    public static GraphValue Multiply(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Mul", [a, b]);

    public static GraphValue Divide(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Div", [a, b]);

    public static GraphValue Minimum(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Min", [a, b]);

    public static GraphValue MatMul(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("MatMul", [a, b]);

    public static GraphValue Equal(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Equal", [a, b]);

    public static GraphValue Greater(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Greater", [a, b]);

    public static GraphValue Less(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Less", [a, b]);

    /// <summary>An operator of one input without settings: "Tanh", "Erf", "Abs", …</summary>
    public static GraphValue Unary(this GraphBuilder graph, string operation, GraphValue x) => graph.Node(operation, [x]);

    /// <summary>Elements of one of two tensors, as a third says.</summary>
    public static GraphValue Where(this GraphBuilder graph, GraphValue condition, GraphValue yes, GraphValue no) => graph.Node("Where", [condition, yes, no]);

    /// <summary>Truth values and whole numbers as numbers of another format: F32 or I64.</summary>
    public static GraphValue Cast(this GraphBuilder graph, GraphValue x, NumberFormat format) =>
        graph.Node("Cast", [x], new GraphAttribute("to", OnnxDataType.Of(format)));

    /// <summary>Another shape; 0 takes the size over from the same place, -1 is what is left.</summary>
    public static GraphValue Reshape(this GraphBuilder graph, GraphValue x, params long[] shape) => graph.Node("Reshape", [x, graph.Numbers(shape)]);

    public static GraphValue Transpose(this GraphBuilder graph, GraphValue x, params long[] order) =>
        graph.Node("Transpose", [x], new GraphAttribute("perm", order));

    public static GraphValue Unsqueeze(this GraphBuilder graph, GraphValue x, params long[] axes) => graph.Node("Unsqueeze", [x, graph.Numbers(axes)]);

    public static GraphValue Softmax(this GraphBuilder graph, GraphValue x) => graph.Node("Softmax", [x], new GraphAttribute("axis", -1L));

    public static GraphValue Concat(this GraphBuilder graph, long axis, params GraphValue[] parts) =>
        graph.Node("Concat", [.. parts.Select(part => (GraphValue?)part)], new GraphAttribute("axis", axis));

    /// <summary>Rows of a table by their numbers: [rows, …] and [...] int64 -> [..., …]; along another axis likewise.</summary>
    public static GraphValue Gather(this GraphBuilder graph, GraphValue table, GraphValue rows, long axis = 0) =>
        graph.Node("Gather", [table, rows], new GraphAttribute("axis", axis));

    /// <summary>One place of an axis, which goes: [b,t,d] at axis 1 -> [b,d].</summary>
    public static GraphValue Select(this GraphBuilder graph, GraphValue x, long axis, long place) => graph.Gather(x, graph.Number(place), axis);

    /// <summary>From one place of an axis to before another.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">What is cut.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="start">The first place: [1] int64.</param>
    /// <param name="end">The place after the last: [1] int64.</param>
    public static GraphValue Slice(this GraphBuilder graph, GraphValue x, long axis, GraphValue start, GraphValue end) =>
        graph.Node("Slice", [x, start, end, graph.Numbers(axis)]);

    /// <summary>The same with fixed places.</summary>
    public static GraphValue Slice(this GraphBuilder graph, GraphValue x, long axis, long start, long end) =>
        graph.Slice(x, axis, graph.Numbers(start), graph.Numbers(end));

    /// <summary>Zeros behind each axis.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">What is padded.</param>
    /// <param name="after">How many, for each axis.</param>
    public static GraphValue PadAfter(this GraphBuilder graph, GraphValue x, params long[] after) =>
        after.All(zeros => zeros == 0) ? x : graph.Node("Pad", [x, graph.Numbers([.. new long[after.Length], .. after])]);

    /// <summary>The size of one axis: [1] int64.</summary>
    public static GraphValue Size(this GraphBuilder graph, GraphValue x, long axis) =>
        graph.Node("Shape", [x], new GraphAttribute("start", axis), new GraphAttribute("end", axis + 1));

    /// <summary>0, 1, 2, …: [n] int64.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="count">n, int64 with one dimension of 1.</param>
    public static GraphValue Range(this GraphBuilder graph, GraphValue count) =>
        graph.Node("Range", [graph.Number(0), graph.Node("Squeeze", [count]), graph.Number(1)]);

    /// <summary>The mean along axes.</summary>
    public static GraphValue Mean(this GraphBuilder graph, GraphValue x, bool keepsAxes, params long[] axes) =>
        graph.Node("ReduceMean", [x], new GraphAttribute("axes", axes), new GraphAttribute("keepdims", keepsAxes ? 1L : 0L));
}
