using CsCheck;
using Graft.Layers;
using Graft.Layers.Quantized;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers.Quantized;

/// <summary>Products of rounded rows and weights, against the same sums of whole numbers and against single precision.</summary>
public sealed class Int8WeightsTests
{
    [Theory]
    [InlineData(1, 3, 5)]
    [InlineData(7, 16, 16)]
    [InlineData(40, 33, 70)]
    [InlineData(65, 768, 96)]
    public void A_layer_is_near_its_single_precision_self(int rows, int inputs, int outputs)
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Linear layer = DrawnLinear.Of(inputs, outputs, seed: 3);
        Tensor x = randn([2, rows, inputs], generator: new Generator(1)), exact = layer.Forward(x);
        layer.Prepared = new Int8Weights(layer);

        Tensor rounded = layer.Forward(x);

        Assert.Equal(exact.shape, rounded.shape);

        // Each factor is off by at most half a step of 1/127 of its row's greatest value.
        double bound = (x.abs().amax([-1]).mean().item<float>() * layer.Weight.abs().sum(-1).amax([0]).item<float>() + layer.Weight.abs().amax([0, 1]).item<float>() * x.abs().sum(-1).amax([0, 1]).item<float>()) / 254;
        double error = (exact - rounded).abs().amax([0, 1, 2]).item<float>();
        Assert.InRange(error, 1e-9, bound * 1.5);
        layer.Prepared.Dispose();
    }

    [Fact]
    public void Whole_numbers_come_out_as_they_are()
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        var layer = new Linear(20, 18);
        layer.Weight.copy_(randint(-126, 127, [18, 20]));
        layer.Weight[TensorIndex.Colon, 0] = 127;
        layer.Bias!.copy_(arange(18));
        Tensor x = randint(-126, 127, [9, 20]).to(ScalarType.Float32);
        x[TensorIndex.Colon, 1] = -127;
        float[] exact = layer.Forward(x).data<float>().ToArray();
        layer.Prepared = new Int8Weights(layer);

        float[] rounded = layer.Forward(x).data<float>().ToArray();

        Assert.DoesNotContain(exact.Zip(rounded), pair => Math.Abs(pair.First - pair.Second) > 1e-6f * (1 + Math.Abs(pair.First)));
        layer.Prepared.Dispose();
    }

    [Fact]
    public void Gelu_between_two_products_equals_the_steps_one_by_one()
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(2);
        Linear up = DrawnLinear.Of(24, 50, seed: 3);
        using var weights = new Int8Weights(up);
        using Int8Rows rows = Int8Rows.Of(randn([30, 24], generator: generator));

        using Int8Rows active = weights.ApplyGelu(rows);
        using Int8Rows expected = Int8Rows.Of(nn.functional.gelu(weights.Apply(rows)));

        // The two GELUs differ in the last bits, which can turn a rounding by one.
        Assert.InRange((active.Values.to(ScalarType.Int32) - expected.Values.to(ScalarType.Int32)).abs().max().item<int>(), 0, 1);
        Assert.True(allclose(active.Scales, expected.Scales, 1e-5, 1e-7));
    }

    [Fact]
    public void Gradients_go_through_the_exact_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        Linear layer = DrawnLinear.Of(6, 4, seed: 3);
        Tensor x = randn(3, 6), exact = layer.Forward(x);
        using var weights = new Int8Weights(layer);
        layer.Prepared = weights;

        Tensor again = layer.Forward(x);
        again.sum().backward();

        Assert.Equal(exact.data<float>().ToArray(), again.data<float>().ToArray());
        Assert.NotNull(layer.Weight.grad);
        layer.Prepared = null;
    }

    [Fact]
    public unsafe void Rounded_values_are_within_half_a_step_for_any_row() =>
        Gen.Float[-1e6f, 1e6f].Array[1, 70].Sample(row =>
        {
            sbyte[] result = new sbyte[row.Length];
            float scale;
            fixed (float* from = row)
            fixed (sbyte* to = result)
            {
                scale = Int8Kernel.Quantize(from, to, row.Length);
            }

            // A step below the least normal number has too few bits to count by: such a row may become zeros.
            const float LeastRow = 127 * 1.17549435e-38f;
            Assert.DoesNotContain(row.Zip(result), pair => Math.Abs(pair.First - pair.Second * scale) > scale * 0.5001f + LeastRow);
            Assert.DoesNotContain(result, value => value == sbyte.MinValue);
        });

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_finite_stays_so(float value)
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Linear layer = DrawnLinear.Of(20, 4, seed: 3);
        using var weights = new Int8Weights(layer);
        layer.Prepared = weights;
        Tensor x = ones(2, 20);
        x[1, 3] = value;

        float[] y = layer.Forward(x).data<float>().ToArray();

        Assert.All(y[..4], one => Assert.True(float.IsFinite(one)));
        Assert.All(y[4..], one => Assert.False(float.IsFinite(one)));
        layer.Prepared = null;
    }
}
