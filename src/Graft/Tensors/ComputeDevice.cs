using Graft.Native;
using static TorchSharp.torch;

namespace Graft.Tensors;

/// <summary>
/// Where a model computes, chosen once at the start. All but the processor have memory of their own: weights and batches are
/// sent there, and results are fetched.
/// </summary>
internal abstract class ComputeDevice
{
    /// <summary>The processor: nothing is ever copied.</summary>
    public static ComputeDevice Cpu { get; } = new CpuDevice();

    /// <summary>The name in messages and in a run's state: "cpu", "cuda".</summary>
    public abstract string Name { get; }

    /// <summary>True for the processor.</summary>
    public bool IsCpu => this is CpuDevice;

    /// <summary>Chooses the device.</summary>
    /// <param name="choice">What was asked for.</param>
    /// <param name="format">The format of products: there is <see cref="ComputeFormat.Int8"/> on the processor alone.</param>
    /// <exception cref="NativeLibraryException">CUDA is asked for, and libtorch reports no device of that kind.</exception>
    /// <exception cref="GraftException">CUDA is asked for with int8.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The choice is none of those that there are.</exception>
    public static ComputeDevice Choose(DeviceChoice choice, ComputeFormat format = ComputeFormat.Float32) => choice switch
    {
        DeviceChoice.Cpu => Cpu,
        DeviceChoice.Auto => format != ComputeFormat.Int8 && CudaDevice.IsThere() ? new CudaDevice() : Cpu,
        DeviceChoice.Cuda when format == ComputeFormat.Int8 => throw new GraftException(
            "Products of int8 are the processor's, there are none on cuda.", remedy: "Take the device cpu, or the format bfloat16, float32 or auto."),
        DeviceChoice.Cuda => CudaDevice.IsThere() ? new CudaDevice() : throw new NativeLibraryException(
            "libtorch reports no CUDA device that can be used.", remedy: CudaDevice.Remedy),
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "the device must be Auto, Cpu or Cuda"),
    };

    /// <summary>A copy in memory that the device reads by itself, so that sending it need not wait; the processor takes the tensor as it is.</summary>
    /// <param name="host">A tensor of the process's memory, which stays the caller's.</param>
    public abstract Tensor Pin(Tensor host);

    /// <summary>A copy on the device, which need not be complete when this returns; the processor takes the tensor as it is.</summary>
    /// <param name="host">A tensor of the process's memory, which stays the caller's.</param>
    public abstract Tensor Send(Tensor host);

    /// <summary>A copy in the process's memory, after all that was asked of the device before; the processor takes the tensor as it is.</summary>
    /// <param name="there">A tensor of the device, which stays the caller's.</param>
    public abstract Tensor Fetch(Tensor there);

    /// <summary>The faster format of products, bfloat16 or single precision.</summary>
    public abstract ComputeFormat FasterFormat();

    /// <summary>The generator of dropout masks; null: they are drawn by the processor's own kernels. The caller owns it.</summary>
    public abstract Generator? CreateGenerator();

    /// <summary>Begins work on the device's tensors: until the result is disposed, kernels that read memory by its address refuse on this thread.</summary>
    public virtual IDisposable? Enter() => HostMemory.Close();
}
