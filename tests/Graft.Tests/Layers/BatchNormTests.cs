using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers;

public sealed class BatchNormTests
{
    [Fact]
    public void Running_statistics_stay_as_they_are_unless_the_context_asks_for_the_batch()
    {
        using DisposeScope scope = NewDisposeScope();
        BatchNorm norm = Create(momentum: 0.25);
        Tensor x = randn(8, 2, 3, 3) * 2 + 1;
        Tensor still = norm.Forward(x, ForwardContext.Inference);

        Assert.True(still.allclose(x / Math.Sqrt(1 + 1e-5), atol: 1e-6));
        Assert.Equal(0, norm.BatchesTracked.item<long>());
        Assert.All(norm.RunningMean.data<float>().ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_batch_counts_in_the_running_statistics_by_the_momentum()
    {
        using DisposeScope scope = NewDisposeScope();
        BatchNorm norm = Create(momentum: 0.25);
        Tensor x = randn(8, 2, 3, 3) * 2 + 1;
        Tensor y = norm.Forward(x, new ForwardContext { UpdateBatchStatistics = true });

        Assert.True(y.mean([0, 2, 3]).abs().max().item<float>() < 1e-4);
        Assert.True(norm.RunningMean.allclose(x.mean([0, 2, 3]) * 0.25, atol: 1e-6));
        Assert.True(norm.RunningVariance.allclose(x.permute(1, 0, 2, 3).reshape(2, -1).var(1) * 0.25 + 0.75, atol: 1e-6));
        Assert.Equal(1, norm.BatchesTracked.item<long>());
    }

    private static BatchNorm Create(double momentum)
    {
        var norm = new BatchNorm(2, momentum: momentum);
        using IDisposable gradientsOff = no_grad();
        norm.Weight.fill_(1);
        norm.Bias.zero_();
        norm.RunningVariance.fill_(1);
        return norm;
    }
}
