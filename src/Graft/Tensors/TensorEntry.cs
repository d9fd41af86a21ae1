namespace Graft.Tensors;

/// <summary>One tensor of a safetensors file, as its header describes it.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Format">How its numbers are stored.</param>
/// <param name="Shape">Its dimensions; empty for a single number.</param>
/// <param name="Offset">Where its first byte lies, counted from the end of the header.</param>
/// <param name="ByteCount">How many bytes it has.</param>
public sealed record TensorEntry(string Name, NumberFormat Format, IReadOnlyList<long> Shape, long Offset, long ByteCount)
{
    /// <summary>How many numbers it holds; 1 for a single number, 0 where a dimension is 0.</summary>
    public long Count => ByteCount / Format.Size();
}
