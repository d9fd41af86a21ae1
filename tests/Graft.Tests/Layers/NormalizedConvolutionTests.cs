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
        var convolution = new Convolution(3, 4, kernel: 3, stride: 2, padding: 0, paddingAfter: 1, bias: bias);
        var norm = new BatchNorm(4, epsilon: 1e-3);
        foreach (Tensor tensor in new[] { convolution.Weight, convolution.Bias, norm.Weight, norm.Bias, norm.RunningMean }.OfType<Tensor>())
        {
            tensor.copy_(randn(tensor.shape));
        }

        norm.RunningVariance.copy_(rand(4) + 0.1);
        Tensor x = randn(2, 3, 8, 8);
        Tensor stepwise = norm.Forward(convolution.Forward(x), ForwardContext.Inference);
        stepwise = activation is { } function ? function.Apply(stepwise) : stepwise;
        Tensor before = x.clone();

        Tensor fused = new NormalizedConvolution(convolution, norm, activation).Forward(x, ForwardContext.Inference);
        Assert.True(fused.allclose(stepwise, rtol: 1e-4, atol: 1e-5));
        Assert.True(x.allclose(before, rtol: 0, atol: 0));
    }
}
