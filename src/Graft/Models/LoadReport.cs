namespace Graft.Models;

/// <summary>What opening a folder's weights found, by the names in the file.</summary>
public sealed record LoadReport
{
    /// <summary>Tensors of the model that the file lacks: they were drawn anew.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Tensors of the file that the model has no use for, such as heads of other tasks.</summary>
    public required IReadOnlyList<string> Unused { get; init; }

    /// <summary>Tensors of the head that have another shape in the file: they were dropped and drawn anew.</summary>
    public required IReadOnlyList<ShapeMismatch> Mismatched { get; init; }

    /// <summary>True if some of the model is not pretrained, so that it must be trained before it is of use.</summary>
    public bool HasNewWeights => Missing.Count + Mismatched.Count > 0;
}
