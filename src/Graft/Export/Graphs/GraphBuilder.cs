using System.Globalization;
using Graft.Models;
using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Export.Graphs;

/// <summary>
/// Collects the nodes of a graph, in the order in which they run, with the weights that they read. Weights keep their
/// names in the model's own file and are read only when the graph is written.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly Dictionary<Tensor, string> _weightNames = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _stored = new(StringComparer.Ordinal);
    private readonly List<GraphTensor> _inputs = [];
    private readonly List<GraphTensor> _outputs = [];
    private readonly List<GraphNode> _nodes = [];
    private readonly List<TensorToWrite> _initializers = [];

    /// <summary>Begins a graph.</summary>
    /// <param name="weights">The model's weights, which must live until the graph is written.</param>
    public GraphBuilder(WeightMap weights)
    {
        foreach (WeightEntry entry in weights.Entries)
        {
            _weightNames[entry.Tensor] = entry.Name;
        }
    }

    /// <summary>What the caller gives.</summary>
    public IReadOnlyList<GraphTensor> Inputs => _inputs;

    /// <summary>What the caller gets.</summary>
    public IReadOnlyList<GraphTensor> Outputs => _outputs;

    /// <summary>The operations.</summary>
    public IReadOnlyList<GraphNode> Nodes => _nodes;

    /// <summary>Weights and constants.</summary>
    public IReadOnlyList<TensorToWrite> Initializers => _initializers;

    /// <summary>Adds an input.</summary>
    public GraphValue Input(string name, NumberFormat format, params GraphDimension[] dimensions)
    {
        _inputs.Add(new GraphTensor(name, format, dimensions));
        return new GraphValue(name);
    }

    /// <summary>Makes a value an output of single precision.</summary>
    public void Output(string name, GraphValue value, params GraphDimension[] dimensions)
    {
        _nodes.Add(new GraphNode("Identity", [value.Name], name, []));
        _outputs.Add(new GraphTensor(name, NumberFormat.F32, dimensions));
    }

    /// <summary>A weight as the model has it.</summary>
    public GraphValue Weight(Tensor tensor) => Store(_weightNames[tensor], tensor.shape, () => tensor.alias());

    /// <summary>Something made of a weight, such as its transpose. It is made when the graph is written, and gone afterwards.</summary>
    /// <param name="tensor">The weight.</param>
    /// <param name="what">What is made of it, for its name: the same for the same.</param>
    /// <param name="shape">The shape of what is made.</param>
    /// <param name="make">Makes it, without gradients.</param>
    public GraphValue Derived(Tensor tensor, string what, long[] shape, Func<Tensor> make) => Store($"{_weightNames[tensor]}.{what}", shape, make);

    /// <summary>A list of whole numbers: [n] int64.</summary>
    public GraphValue Numbers(params long[] values) =>
        Store(TensorToWrite.FromInt64s($"numbers_{string.Join('_', values)}", [values.Length], values));

    /// <summary>A longer list of whole numbers, under a name: [n] int64.</summary>
    public GraphValue Numbers(string name, long[] values) => Store(TensorToWrite.FromInt64s(name, [values.Length], values));

    /// <summary>A list of numbers, under a name: [n] float32.</summary>
    public GraphValue Reals(string name, float[] values) => Store(TensorToWrite.FromFloats(name, [values.Length], values));

    /// <summary>A whole number: int64 without dimensions.</summary>
    public GraphValue Number(long value) => Store(TensorToWrite.FromInt64s($"number_{value}", [], new[] { value }));

    /// <summary>A number: float32 without dimensions.</summary>
    public GraphValue Real(double value) =>
        Store(TensorToWrite.FromFloats(string.Create(CultureInfo.InvariantCulture, $"real_{(float)value:R}"), [], new[] { (float)value }));

    /// <summary>Adds an operation.</summary>
    /// <param name="operation">The operator's name in the ONNX specification.</param>
    /// <param name="inputs">What it reads; null leaves an optional input out.</param>
    /// <param name="attributes">Its settings.</param>
    public GraphValue Node(string operation, ReadOnlySpan<GraphValue?> inputs, params GraphAttribute[] attributes)
    {
        // An optional input at the end is left out altogether: ONNX Runtime's optimizer crashes on a norm whose shift has an empty name.
        while (inputs is [.., null])
        {
            inputs = inputs[..^1];
        }

        string[] names = new string[inputs.Length];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = inputs[i]?.Name ?? "";
        }

        string output = $"{operation}_{_nodes.Count}";
        _nodes.Add(new GraphNode(operation, names, output, attributes));
        return new GraphValue(output);
    }

    private GraphValue Store(string name, long[] shape, Func<Tensor> make) => Store(new TensorToWrite(name, NumberFormat.F32, shape, stream =>
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        make().ToWrite(name).WriteBytes(stream);
    }));

    private GraphValue Store(TensorToWrite tensor)
    {
        // Layers may share weights, and constants come up again and again.
        if (_stored.Add(tensor.Name))
        {
            _initializers.Add(tensor);
        }

        return new GraphValue(tensor.Name);
    }
}
