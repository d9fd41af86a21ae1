using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tensors.Kernels;

/// <summary>Where a tensor's elements lie.</summary>
internal static unsafe class TensorAddress
{
    /// <summary>The address of a contiguous CPU tensor's first element, valid while the tensor lives; 0 for null.</summary>
    public static nint Of(Tensor? tensor)
    {
        if (tensor is null)
        {
            return 0;
        }

        if (!HostMemory.Holds(tensor) || !tensor.is_contiguous())
        {
            throw new ArgumentException($"a contiguous tensor on the CPU is needed, not one on {tensor.device_type} of shape [{string.Join(",", tensor.shape)}]", nameof(tensor));
        }

        // A span ends at 2 GiB: of a larger tensor the first element alone is asked for.
        return tensor.NumberOfElements * tensor.ElementSize > int.MaxValue ? OfFirst(tensor) : (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
    }

    /// <summary>The address of the first element of a CPU tensor, however the others lie, valid while the tensor lives.</summary>
    public static nint OfFirst(Tensor tensor)
    {
        using Tensor first = tensor.as_strided([1], [1], tensor.storage_offset());
        return Of(first);
    }

    /// <summary>True if the kernels can read the tensor, float32 or bfloat16 on the CPU, and are on.</summary>
    public static bool IsReadable(Tensor tensor) =>
        OwnKernels.AreOn && HostMemory.Holds(tensor) && tensor.dtype is ScalarType.Float32 or ScalarType.BFloat16;
}
