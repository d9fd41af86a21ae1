using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Tensors;

/// <summary>Tensors of more bytes than a span holds, and ranges of more elements than an int counts. Nothing but a few pages is touched.</summary>
public sealed unsafe class LargeTensorTests
{
    private const int Some = 40;
    private const long BeyondSpan = (1L << 29) + Some, BeyondInt = (1L << 32) + 7;

    [Fact]
    public void Tensors_of_two_gigabytes_have_an_address()
    {
        using Tensor x = empty(BeyondSpan, dtype: ScalarType.Float32), brief = empty(2 * BeyondSpan, dtype: ScalarType.BFloat16), last = x.narrow(0, BeyondSpan - 1, 1);

        Assert.Equal(TensorAddress.OfFirst(x), TensorAddress.Of(x));
        Assert.Equal(BeyondSpan, x.Floats().Length);
        Assert.Equal(2 * BeyondSpan, brief.BFloat16s().Length);
        x.Floats()[^1] = 7;
        Assert.Equal(7, last.item<float>());
    }

    [Fact]
    public void Chunks_cover_ranges_of_any_length()
    {
        const long Elements = (3L << 31) + 5;
        long sum = 0, end = 0;
        var guard = new Lock();
        TensorMemory.ForEachChunk(Elements, (from, count) =>
        {
            lock (guard)
            {
                sum += count;
                end = Math.Max(end, from + count);
            }
        });

        Assert.Equal(Elements, sum);
        Assert.Equal(Elements, end);
        Assert.Equal((3 << 15) + 1, TensorMemory.ChunkCount(Elements));
    }

    [Fact]
    public void Gelu_finds_elements_at_any_distance()
    {
        AssertSame<Float32Format>(ScalarType.Float32);
        AssertSame<BFloat16Format>(ScalarType.BFloat16);
    }

    private static void AssertSame<TFormat>(ScalarType type)
        where TFormat : IElementFormat
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = linspace(-3, 3, Some).to(type), outer = linspace(-1, 2, Some).to(type);
        nint values = TensorAddress.Of(x), given = TensorAddress.Of(outer), back = (nint)(BeyondInt * TFormat.Bytes);
        Tensor near = Filled((to, _) => GeluKernel<TFormat>.Forward(values, to, 0, Some)), far = Filled((_, to) => GeluKernel<TFormat>.Forward(values - back, to, BeyondInt, Some));
        Assert.True(near.equal(far).all().item<bool>());

        near = Filled((to, _) => GeluKernel<TFormat>.Backward(values, given, to, 0, Some));
        far = Filled((_, to) => GeluKernel<TFormat>.Backward(values - back, given - back, to, BeyondInt, Some));
        Assert.True(near.equal(far).all().item<bool>());

        Tensor farValues = x.clone(), farGradient = outer.clone();
        GeluKernel<TFormat>.Rebuild(TensorAddress.Of(farValues) - back, TensorAddress.Of(farGradient) - back, BeyondInt, Some);
        GeluKernel<TFormat>.Rebuild(values, given, 0, Some);
        Assert.True(x.equal(farValues).all().item<bool>() && outer.equal(farGradient).all().item<bool>());

        // Gets where the result goes, and the same as seen from a first element so far before it.
        Tensor Filled(Action<nint, nint> work)
        {
            Tensor y = zeros(Some, dtype: type);
            work(TensorAddress.Of(y), TensorAddress.Of(y) - back);
            return y;
        }
    }
}
