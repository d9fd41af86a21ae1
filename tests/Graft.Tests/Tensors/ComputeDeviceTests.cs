using Graft.Native;
using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Tensors;

public sealed class ComputeDeviceTests
{
    private static readonly long[] Shape = [200, 300];

    [Fact]
    public void Auto_is_the_processor_where_there_is_no_other_device()
    {
        Assert.SkipWhen(CudaDevice.IsThere(), "there is one");

        Assert.Same(ComputeDevice.Cpu, ComputeDevice.Choose(DeviceChoice.Auto));
    }

    [Fact]
    public void Cuda_that_is_not_there_is_refused_with_what_to_install()
    {
        Assert.SkipWhen(CudaDevice.IsThere(), "it is there");

        NativeLibraryException error = Assert.Throws<NativeLibraryException>(() => ComputeDevice.Choose(DeviceChoice.Cuda));

        Assert.Contains("no CUDA device", error.Problem, StringComparison.Ordinal);
        Assert.Contains("libtorch-cuda-12.8", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("auto or cpu", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Int8_is_the_processors_alone()
    {
        Assert.Same(ComputeDevice.Cpu, ComputeDevice.Choose(DeviceChoice.Auto, ComputeFormat.Int8));
        Assert.Contains("int8", Assert.Throws<GraftException>(() => ComputeDevice.Choose(DeviceChoice.Cuda, ComputeFormat.Int8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kernels_refuse_memory_while_the_thread_works_for_another_device()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(4);
        using (new FakeDevice().Enter())
        {
            Assert.False(TensorAddress.IsReadable(x));
            Assert.Throws<ArgumentException>(() => TensorAddress.Of(x));
            Assert.Throws<ArgumentException>(() => x.Floats().Length);
            var other = new Thread(() => Assert.True(TensorAddress.IsReadable(x)));
            other.Start();
            other.Join();
        }

        Assert.True(TensorAddress.IsReadable(x));
        Assert.NotEqual(0, TensorAddress.Of(x));
    }

    [Fact]
    public void Masks_of_a_device_depend_on_seed_step_and_place_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new FakeDevice().CreateGenerator(), again = new FakeDevice().CreateGenerator();
        DropoutStream stream = new(7, generator), same = new(7, again);
        stream.BeginStep(3);
        Tensor first = stream.NextMask(Shape, 0.25), second = stream.NextMask(Shape, 0.25);
        same.BeginStep(2);
        Tensor other = same.NextMask(Shape, 0.25);
        same.BeginStep(3);
        same.Place = 1;

        Assert.True(second.equal(same.NextMask(Shape, 0.25)).all().item<bool>());
        Assert.False(first.equal(second).all().item<bool>());
        Assert.False(first.equal(other).all().item<bool>());
        Assert.InRange(first.eq(0).to(ScalarType.Float32).mean().item<float>(), 0.24f, 0.26f);
        Assert.Equal(1, first.mean().item<float>(), 0.02f);
    }
}
