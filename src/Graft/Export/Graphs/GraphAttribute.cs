namespace Graft.Export.Graphs;

/// <summary>A setting of a node: one of the four kinds of value that the operators here take.</summary>
internal sealed record GraphAttribute
{
    /// <summary>A whole number.</summary>
    public GraphAttribute(string name, long value) => (Name, Number) = (name, value);

    /// <summary>A number.</summary>
    public GraphAttribute(string name, float value) => (Name, Real) = (name, value);

    /// <summary>A word.</summary>
    public GraphAttribute(string name, string value) => (Name, Text) = (name, value);

    /// <summary>Whole numbers.</summary>
    public GraphAttribute(string name, IReadOnlyList<long> value) => (Name, Numbers) = (name, value);

    /// <summary>The setting's name in the ONNX specification.</summary>
    public string Name { get; }

    /// <summary>The value, or null if it is of another kind.</summary>
    public long? Number { get; }

    /// <inheritdoc cref="Number"/>
    public float? Real { get; }

    /// <inheritdoc cref="Number"/>
    public string? Text { get; }

    /// <inheritdoc cref="Number"/>
    public IReadOnlyList<long>? Numbers { get; }
}
