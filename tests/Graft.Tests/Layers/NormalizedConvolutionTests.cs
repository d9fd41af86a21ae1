using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers;

public sealed class NormalizedConvolutionTests
{
    public static IEnumerable<TheoryDataRow<Activation?, bool>> Cases =>
        from activation in Enum.GetValues<Activation>().Cast<Activation?>().Append(null)
        from bias in new[] { false, true }
        select new TheoryDataRow<Activation?, bool>(activation, bias);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Prediction_with_the_norm_in_the_kernels_equals_the_steps_one_by_one(Activation? activation, bool bias)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        NormalizedConvolution layer = Draw(activation, bias);
        Tensor x = Random(seed: 2, 2, 3, 8, 8), before = x.clone();

        Tensor fused = layer.Forward(x, ForwardContext.Inference);

        Assert.True(fused.allclose(StepByStep(layer, x, activation), rtol: 1e-4, atol: 1e-5));
        Assert.True(x.allclose(before, rtol: 0, atol: 0));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Training_with_fixed_statistics_gives_the_gradients_of_the_steps_one_by_one(Activation? activation, bool bias)
    {
        using DisposeScope scope = NewDisposeScope();
        NormalizedConvolution layer = Draw(activation, bias);
        Tensor x = Random(seed: 2, 2, 3, 8, 8).requires_grad_(), outer = Random(seed: 3, 2, 4, 4, 4);
        Tensor[] inputs = [.. new[] { x, layer.Convolution.Weight, layer.Convolution.Bias, layer.Norm.Weight, layer.Norm.Bias }.OfType<Tensor>()];

        Tensor expected = StepByStep(layer, x, activation), actual = layer.Forward(x, ForwardContext.Inference);

        Assert.True(actual.allclose(expected, rtol: 1e-4, atol: 1e-5));
        IList<Tensor> expectedGradients = autograd.grad([expected], inputs, [outer]), gradients = autograd.grad([actual], inputs, [outer]);
        Assert.All(gradients.Zip(expectedGradients), pair => Assert.True(pair.First.allclose(pair.Second, rtol: 1e-4, atol: 1e-4)));
        Assert.Equal(0, layer.Norm.BatchesTracked.item<long>());
    }

    private static NormalizedConvolution Draw(Activation? activation, bool bias) =>
        DrawnConvolution.Of(new Convolution(3, 4, kernel: 3, stride: 2, padding: 0, paddingAfter: 1, bias: bias), activation, seed: 1);

    private static Tensor StepByStep(NormalizedConvolution layer, Tensor x, Activation? activation)
    {
        Tensor normed = layer.Norm.Forward(layer.Convolution.Forward(x), ForwardContext.Inference);
        return activation is { } function ? function.Apply(normed) : normed;
    }

    private static Tensor Random(ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed);
        return randn(shape, generator: generator);
    }
}
