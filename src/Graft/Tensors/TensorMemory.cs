using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tensors;

/// <summary>A tensor's own memory, for kernels written in C#.</summary>
internal static class TensorMemory
{
    /// <summary>Elements that one piece of parallel work covers: large enough to hide the hand-over, small enough to share out.</summary>
    public const int ChunkElements = 1 << 16;

    /// <summary>The elements of a contiguous float32 tensor on the CPU, valid while the tensor lives.</summary>
    public static unsafe Span<float> Floats(this Tensor tensor)
    {
        if (tensor.dtype != ScalarType.Float32)
        {
            throw new ArgumentException($"a float32 tensor is needed, not {tensor.dtype}", nameof(tensor));
        }

        return new Span<float>((float*)TensorAddress.Of(tensor), checked((int)tensor.NumberOfElements));
    }

    /// <summary>The elements of a contiguous bfloat16 tensor on the CPU, valid while the tensor lives.</summary>
    public static unsafe Span<ushort> BFloat16s(this Tensor tensor)
    {
        if (tensor.dtype != ScalarType.BFloat16)
        {
            throw new ArgumentException($"a bfloat16 tensor is needed, not {tensor.dtype}", nameof(tensor));
        }

        return new Span<ushort>((ushort*)TensorAddress.Of(tensor), checked((int)tensor.NumberOfElements));
    }

    /// <summary>Runs work over equal chunks of a range on as many threads as libtorch uses. Chunks are the same for any number of threads.</summary>
    /// <param name="elements">Length of the range.</param>
    /// <param name="work">Gets the number of a chunk, its first element and its length.</param>
    public static void ForEachChunk(int elements, Action<int, int, int> work)
    {
        WorkTeam.ForEach(ChunkCount(elements), chunk => work(chunk, chunk * ChunkElements, Math.Min(ChunkElements, elements - chunk * ChunkElements)));
    }

    /// <summary>The same for ranges of any length.</summary>
    /// <param name="elements">Length of the range.</param>
    /// <param name="work">Gets a chunk's first element and its length.</param>
    public static void ForEachChunk(long elements, Action<long, int> work)
    {
        WorkTeam.ForEach(ChunkCount(elements), chunk =>
        {
            long from = (long)chunk * ChunkElements;
            work(from, (int)Math.Min(ChunkElements, elements - from));
        });
    }

    /// <summary>Number of chunks of a range.</summary>
    public static int ChunkCount(long elements) => (int)Math.Max(1, (elements + ChunkElements - 1) / ChunkElements);
}
