using System.Runtime.InteropServices;
using Graft.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tensors;

/// <summary>The first CUDA device.</summary>
internal sealed class CudaDevice : ComputeDevice
{
    /// <summary>What to do where there is no such device.</summary>
    public static string Remedy =>
        $"Reference the package libtorch-cuda-12.8-{(OperatingSystem.IsWindows() ? "win" : "linux")}-x64 (2.10.0) in place of libtorch-cpu, on a machine with an NVIDIA GPU and its driver; or take the device auto or cpu.";

    /// <inheritdoc/>
    public override string Name => "cuda";

    /// <summary>Whether libtorch reports such a device.</summary>
    public static bool IsThere()
    {
        TorchLibrary.EnsureLoaded();
        return cuda.is_available();
    }

    /// <inheritdoc/>
    public override Tensor Pin(Tensor host) => host.pin_memory();

    /// <inheritdoc/>
    public override Tensor Send(Tensor host) => host.to(CUDA, non_blocking: true);

    /// <inheritdoc/>
    public override Tensor Fetch(Tensor there) => there.cpu();

    /// <summary>bfloat16 where there are such products: where the processor of graphics has them, they are far ahead, and nothing is measured.</summary>
    public override ComputeFormat FasterFormat()
    {
        try
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor factor = ones([8, 8], dtype: ScalarType.BFloat16, device: CUDA);
            return matmul(factor, factor).isfinite().all().item<bool>() ? ComputeFormat.Bfloat16 : ComputeFormat.Float32;
        }
        catch (ExternalException)
        {
            return ComputeFormat.Float32;
        }
    }

    /// <inheritdoc/>
    public override Generator CreateGenerator() => new(0, CUDA);
}
