using System.Runtime.InteropServices;

namespace Graft.Tensors.Kernels;

/// <summary>Memory that a kernel works in, of undefined content, taken once and handed out piece by piece. Freed by <see cref="Dispose"/>.</summary>
internal sealed unsafe class WorkMemory : IDisposable
{
    private const int Alignment = 64, AlignedElements = Alignment / sizeof(float);

    private readonly nint _elements;
    private float* _start;
    private nint _taken;

    /// <summary>Takes memory for pieces of these numbers of elements.</summary>
    public WorkMemory(params ReadOnlySpan<int> pieces)
    {
        foreach (int piece in pieces)
        {
            _elements += Whole(piece);
        }

        _start = (float*)NativeMemory.AlignedAlloc((nuint)_elements * sizeof(float), Alignment);
    }

    /// <summary>The next piece, at the start of a cache line.</summary>
    public float* Take(int elements)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        float* piece = _start + _taken;
        _taken += Whole(elements);
        return _taken <= _elements ? piece : throw new InvalidOperationException("more memory was taken than asked for");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }

    private static nint Whole(int elements) => ((nint)elements + AlignedElements - 1) / AlignedElements * AlignedElements;
}
