using Graft.Layers;
using Graft.Native;
using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers;

public sealed class DropPathTests
{
    public DropPathTests()
    {
        TorchLibrary.EnsureLoaded();
    }

    [Fact]
    public void Whole_rows_are_dropped_and_the_others_scaled_to_keep_the_mean()
    {
        using DisposeScope scope = NewDisposeScope();
        const int Rows = 4000;
        var context = new ForwardContext { Dropout = new DropoutStream(seed: 9) };

        Tensor dropped = DropPath.Apply(ones(Rows, 3, 2), 0.25, context);

        Assert.True(dropped.amax([1, 2]).Equals(dropped.amin([1, 2])));
        float[] values = [.. dropped.amax([1, 2]).data<float>()];
        Assert.All(values, value => Assert.True(value == 0 || Math.Abs(value - 4f / 3) < 1e-6));
        Assert.InRange(values.Count(value => value == 0) / (double)Rows, 0.22, 0.28);
    }

    [Fact]
    public void Nothing_is_dropped_without_masks_or_at_rate_zero()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor branch = randn(3, 4);

        Assert.Same(branch, DropPath.Apply(branch, 0.5, ForwardContext.Inference));
        Assert.Same(branch, DropPath.Apply(branch, 0, new ForwardContext { Dropout = new DropoutStream(seed: 9) }));
    }

    [Fact]
    public void Rates_grow_evenly_from_none_in_the_first_block()
    {
        double[] rates = [.. Enumerable.Range(0, 5).Select(block => DropPath.RateOf(block, 5, 0.2))];

        Assert.Equal([0, 0.05, 0.1, 0.15, 0.2], rates.Select(rate => Math.Round(rate, 12)));
        Assert.Equal(0, DropPath.RateOf(0, 1, 0.2));
    }
}
