using Graft.Layers;
using Graft.Models.EfficientNet;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models.EfficientNet;

public sealed class SqueezeExciteTests
{
    [Theory]
    [InlineData(0f, 20f, true)]
    [InlineData(0f, 10f, false)]
    [InlineData(0.1f, 20f, false)]
    public void Gates_are_left_out_only_where_they_are_surely_one(float weight, float bias, bool isLeftOut)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        var gate = new SqueezeExcite(channels: 6, innerChannels: 2, Activation.Relu6);
        gate.Reduce.Weight.fill_(0.5f);
        gate.Reduce.Bias!.fill_(1);
        gate.Expand.Weight.fill_(weight);
        gate.Expand.Bias!.fill_(bias);
        Tensor x = rand(2, 6, 5, 5), means = x.mean([2, 3], keepdim: true);
        Tensor expected = x * gate.Expand.Forward(Activation.Relu6.Apply(gate.Reduce.Forward(means))).sigmoid();

        Tensor actual = gate.Forward(x, ForwardContext.Inference);

        Assert.Equal(isLeftOut, gate.IsIdentity());
        Assert.True(actual.allclose(expected, rtol: 0, atol: isLeftOut ? 0 : 1e-6));
    }
}
