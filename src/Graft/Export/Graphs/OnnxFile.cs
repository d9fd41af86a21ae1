using Graft.Tensors;

namespace Graft.Export.Graphs;

/// <summary>
/// A graph as an ONNX file, ready to be written: everything but the weights is laid out in memory, the weights go from
/// the model into the stream one by one. Source of the field numbers: onnx.proto of the ONNX specification.
/// </summary>
internal sealed class OnnxFile
{
    /// <summary>The version of the operators; it is the first with LayerNormalization.</summary>
    public const int OperatorSet = 17;

    private const int FormatVersion = 8;     // of the file format, from the same release as the operators

    private readonly OnnxMessage _head = new();
    private readonly IReadOnlyList<(OnnxMessage Head, TensorToWrite Tensor, long Bytes)> _initializers;

    /// <summary>Lays a graph out.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The graph's name.</param>
    /// <param name="metadata">What the file says of itself.</param>
    public OnnxFile(GraphBuilder graph, string name, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        _initializers = [.. graph.Initializers.Select(Describe)];
        OnnxMessage body = Describe(graph, name);
        long weights = _initializers.Sum(item => item.Head.Length + item.Bytes);
        _head.Add(1, FormatVersion).Add(2, "Graft").Add(3, typeof(OnnxFile).Assembly.GetName().Version!.ToString(3));
        _head.Add(8, new OnnxMessage().Add(1, "").Add(2, OperatorSet));
        foreach ((string key, string value) in metadata)
        {
            _head.Add(14, new OnnxMessage().Add(1, key).Add(2, value));
        }

        _head.AddLength(7, body.Length + weights);
        Length = _head.Length + body.Length + weights;
        Body = body;
    }

    /// <summary>Bytes of the whole file.</summary>
    public long Length { get; }

    private OnnxMessage Body { get; }

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="cancellation">Stops between weights.</param>
    public void WriteTo(Stream stream, CancellationToken cancellation = default)
    {
        _head.WriteTo(stream);
        Body.WriteTo(stream);
        foreach ((OnnxMessage head, TensorToWrite tensor, long bytes) in _initializers)
        {
            cancellation.ThrowIfCancellationRequested();
            head.WriteTo(stream);
            using var bounded = new BoundedStream(stream, bytes);
            tensor.WriteBytes(bounded);
            if (bounded.Excess != 0)
            {
                throw new InvalidOperationException($"'{tensor.Name}' has {bytes + bounded.Excess} bytes where its shape takes {bytes}");
            }
        }
    }

    // TensorProto: dims 1, data_type 2, name 8, raw_data 9. The raw data are the message's last field, so that they can be
    // written behind it.
    private static (OnnxMessage Head, TensorToWrite Tensor, long Bytes) Describe(TensorToWrite tensor)
    {
        long bytes = TensorShape.ByteCount(tensor.Shape, tensor.Format)!.Value;
        var proto = new OnnxMessage();
        foreach (long size in tensor.Shape)
        {
            proto.Add(1, size);
        }

        proto.Add(2, OnnxDataType.Of(tensor.Format)).Add(8, tensor.Name).AddLength(9, bytes);
        var head = new OnnxMessage().AddLength(5, proto.Length + bytes);
        return (head.Append(proto), tensor, bytes);
    }

    // GraphProto: node 1, name 2, initializer 5, input 11, output 12.
    private static OnnxMessage Describe(GraphBuilder graph, string name)
    {
        var body = new OnnxMessage();
        foreach (GraphNode node in graph.Nodes)
        {
            body.Add(1, Describe(node));
        }

        body.Add(2, name);
        foreach (GraphTensor input in graph.Inputs)
        {
            body.Add(11, Describe(input));
        }

        foreach (GraphTensor output in graph.Outputs)
        {
            body.Add(12, Describe(output));
        }

        return body;
    }

    // NodeProto: input 1, output 2, name 3, op_type 4, attribute 5.
    private static OnnxMessage Describe(GraphNode node)
    {
        var proto = new OnnxMessage();
        foreach (string input in node.Inputs)
        {
            proto.Add(1, input);
        }

        proto.Add(2, node.Output).Add(3, node.Output).Add(4, node.Operator);
        foreach (GraphAttribute attribute in node.Attributes)
        {
            proto.Add(5, Describe(attribute));
        }

        return proto;
    }

    // AttributeProto: name 1, f 2, i 3, s 4, ints 8, type 20 (1 float, 2 int, 3 string, 7 ints).
    private static OnnxMessage Describe(GraphAttribute attribute)
    {
        var proto = new OnnxMessage().Add(1, attribute.Name);
        if (attribute.Real is { } real)
        {
            return proto.Add(2, real).Add(20, 1L);
        }

        if (attribute.Number is { } number)
        {
            return proto.Add(3, number).Add(20, 2L);
        }

        if (attribute.Text is { } text)
        {
            return proto.Add(4, text).Add(20, 3L);
        }

        foreach (long item in attribute.Numbers!)
        {
            proto.Add(8, item);
        }

        return proto.Add(20, 7L);
    }

    // ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; its elem_type 1, shape 2; TensorShapeProto: dim 1; its
    // dim_value 1 or dim_param 2.
    private static OnnxMessage Describe(GraphTensor tensor)
    {
        var shape = new OnnxMessage();
        foreach (GraphDimension dimension in tensor.Dimensions)
        {
            shape.Add(1, dimension.Size is { } size ? new OnnxMessage().Add(1, size) : new OnnxMessage().Add(2, dimension.Symbol!));
        }

        OnnxMessage type = new OnnxMessage().Add(1, OnnxDataType.Of(tensor.Format)).Add(2, shape);
        return new OnnxMessage().Add(1, tensor.Name).Add(2, new OnnxMessage().Add(1, type));
    }
}
