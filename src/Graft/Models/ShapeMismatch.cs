namespace Graft.Models;

/// <summary>A tensor whose shape in the file is not the model's.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="ShapeInFile">The shape in the file.</param>
/// <param name="ShapeInModel">The shape in the model.</param>
public sealed record ShapeMismatch(string Name, IReadOnlyList<long> ShapeInFile, IReadOnlyList<long> ShapeInModel)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}: [{string.Join(",", ShapeInFile)}] in the file, [{string.Join(",", ShapeInModel)}] in the model";
}
