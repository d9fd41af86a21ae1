using Graft.Layers;
using Graft.Models;
using Graft.Models.ResNet;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models.ResNet;

public sealed class ResNetLayerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_bottleneck_that_strides_at_once_does_not_see_odd_pixels(bool stridesAtOnce)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using var trunk = new Graft.Models.ResNet.ResNet(new ResNetConfig
        {
            EmbeddingSize = 8, HiddenSizes = [16], Depths = [1], DownsampleInFirstStage = true, DownsampleInBottleneck = stridesAtOnce,
        });
        var initializer = new WeightInitializer(0.1, seed: 5);
        foreach (WeightEntry entry in trunk.Weights.Entries)
        {
            initializer.Draw(entry);
        }

        ResNetLayer layer = trunk.Stages[0][0];
        using var generator = new Generator(seed: 5);
        Tensor map = randn([1, 8, 6, 6], generator: generator), changed = map.clone();
        changed[0, 0, 3, 3] = tensor(100f);
        Tensor before = layer.Forward(map, ForwardContext.Inference), after = layer.Forward(changed, ForwardContext.Inference);

        Assert.Equal(new long[] { 1, 16, 3, 3 }, before.shape);
        Assert.Equal(stridesAtOnce, before.Equals(after));
    }
}
