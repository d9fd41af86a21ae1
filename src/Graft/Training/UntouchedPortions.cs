using System.Numerics;
using System.Runtime.InteropServices;
using Graft.Tensors;
using static TorchSharp.torch;

namespace Graft.Training;

/// <summary>
/// Which parts of a table of vectors no gradient has reached yet, such as the words that the training data do not have: both means are 0 there, so
/// that an update leaves everything but weight decay out, with the same bits.
/// </summary>
internal sealed class UntouchedPortions
{
    /// <summary>Elements of a portion: a part of one word's vector.</summary>
    public const int PortionElements = 256;

    private readonly bool[] _touched;

    /// <summary>Looks where the means are 0.</summary>
    /// <param name="means">Running mean of the gradients, contiguous.</param>
    /// <param name="squares">Running mean of the squared gradients, contiguous.</param>
    public UntouchedPortions(Tensor means, Tensor squares)
    {
        int elements = (int)means.NumberOfElements;
        _touched = new bool[(elements + PortionElements - 1) / PortionElements];
        TensorMemory.ForEachChunk(elements, (_, from, count) =>
        {
            for (int at = from; at < from + count; at += PortionElements)
            {
                int length = Math.Min(PortionElements, from + count - at);
                _touched[at / PortionElements] = !IsZero(means.Floats().Slice(at, length)) || !IsZero(squares.Floats().Slice(at, length));
            }
        });
    }

    /// <summary>True if no gradient has reached a portion, this one included. Portions may be asked for on several threads at once.</summary>
    /// <param name="first">The portion's first element, a multiple of <see cref="PortionElements"/>.</param>
    /// <param name="gradients">The portion's gradients.</param>
    public bool Includes(int first, ReadOnlySpan<float> gradients)
    {
        ref bool touched = ref _touched[first / PortionElements];
        touched = touched || !IsZero(gradients);
        return !touched;
    }

    // Zeros of either sign: all bits but the sign's are 0.
    private static bool IsZero(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(values);
        ReadOnlySpan<Vector<uint>> vectors = MemoryMarshal.Cast<uint, Vector<uint>>(bits);
        Vector<uint> any = Vector<uint>.Zero;
        foreach (Vector<uint> vector in vectors)
        {
            any |= vector;
        }

        uint rest = 0;
        foreach (uint word in bits[(vectors.Length * Vector<uint>.Count)..])
        {
            rest |= word;
        }

        return (any << 1) == Vector<uint>.Zero && rest << 1 == 0;
    }
}
