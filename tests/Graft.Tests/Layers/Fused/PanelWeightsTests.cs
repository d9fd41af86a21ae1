using CsCheck;
using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers.Fused;

/// <summary>Products by weights that are laid out once, against libtorch's.</summary>
public sealed class PanelWeightsTests
{
    public PanelWeightsTests() => Assert.SkipUnless(ProductPanel.IsSupported, "the kernel is written for processors with AVX2 and FMA");

    [Fact]
    public void Products_of_any_size_equal_those_of_libtorch() =>
        Gen.Select(Gen.Int[1, 230], Gen.Int[1, 70], Gen.Int[1, 17], Gen.Bool).Sample(
            (rows, inputs, eighths, withGelu) =>
            {
                using IDisposable gradientsOff = no_grad();
                using DisposeScope scope = NewDisposeScope();
                Linear layer = DrawnLinear.Of(inputs, 8 * eighths, seed: 3);
                using var weights = new PanelWeights(layer);
                using var generator = new Generator(5);
                Tensor x = randn([1, rows, inputs], generator: generator);
                Tensor expected = withGelu ? nn.functional.gelu(layer.Forward(x)) : layer.Forward(x);

                Tensor result = weights.Apply(x, withGelu);

                Assert.Equal(expected.shape, result.shape);
                Assert.InRange((expected - result).abs().max().item<float>(), 0, 2e-5);
                layer.Weight.Dispose();
                layer.Bias!.Dispose();
            },
            iter: 60, threads: 1);

    [Fact]
    public void A_layer_predicts_by_them_but_trains_by_its_own_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        Linear layer = DrawnLinear.Of(16, 24, seed: 3), zero = DrawnLinear.Of(16, 24, seed: 4);
        Tensor x = randn([3, 16]).t().contiguous().t();
        using (no_grad())
        {
            zero.Weight.zero_();
            zero.Bias!.zero_();
            layer.Prepared = new PanelWeights(zero);
            Assert.Equal(0, layer.Forward(x).abs().max().item<float>());
            Assert.NotEqual(0, layer.Forward(x.bfloat16()).abs().max().item<float>());
        }

        Assert.NotEqual(0, layer.Forward(x).abs().max().item<float>());
        layer.Prepared.Dispose();
    }

    [Fact]
    public void A_layer_without_a_shift_and_one_that_is_not_served()
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        var layer = new Linear(10, 16, bias: false);
        layer.Weight.copy_(randn([16, 10]));
        using var weights = new PanelWeights(layer);
        Tensor x = randn([7, 10]);

        Assert.InRange((layer.Forward(x) - weights.Apply(x)).abs().max().item<float>(), 0, 1e-5);
        Assert.False(PanelWeights.Serves(new Linear(10, 12)));
        Assert.True(PanelWeights.Serves(layer));
    }

    [Fact]
    public void Many_rows_go_by_libtorch_so_that_a_large_run_has_the_same_bits_everywhere()
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Linear layer = DrawnLinear.Of(40, 24, seed: 3);
        Tensor many = randn([2, PanelWeights.MostRows / 2 + 1, 40]);
        Tensor expected = layer.Forward(many);
        using var weights = new PanelWeights(layer);
        layer.Prepared = weights;

        Assert.True(weights.Serves(many[0]));
        Assert.False(weights.Serves(many));
        Assert.True(expected.equal(layer.Forward(many)).all().item<bool>());
        layer.Prepared = null;
    }
}
