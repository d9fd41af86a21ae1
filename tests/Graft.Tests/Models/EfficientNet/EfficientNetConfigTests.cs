using Graft.Models;
using Graft.Models.EfficientNet;

namespace Graft.Tests.Models.EfficientNet;

public sealed class EfficientNetConfigTests
{
    [Theory]
    [InlineData(1.0, 1.0, 1280, 5_288_548)]
    [InlineData(1.0, 1.1, 1280, 7_794_184)]
    [InlineData(1.1, 1.2, 1408, 9_109_994)]
    [InlineData(1.2, 1.4, 1536, 12_233_232)]
    [InlineData(1.4, 1.8, 1792, 19_341_616)]
    [InlineData(1.6, 2.2, 2048, 30_389_784)]
    [InlineData(1.8, 2.6, 2304, 43_040_704)]
    [InlineData(2.0, 3.1, 2560, 66_347_960)]
    [InlineData(2.2, 3.6, 2816, 87_413_142)]
    public void The_coefficients_of_B0_to_B8_give_the_published_sizes(double width, double depth, int hidden, long parameters)
    {
        var config = new EfficientNetConfig { WidthCoefficient = width, DepthCoefficient = depth, HiddenSize = hidden };
        using var trunk = new Graft.Models.EfficientNet.EfficientNet(config);
        using var model = new LinearClassifier(trunk, "efficientnet.", LabelSet.Numbered(1000), hidden, trunk.Blocks.Count + 1);

        Assert.Equal(parameters, model.Weights.Entries.Where(entry => entry.IsParameter).Sum(entry => entry.Tensor.numel()));
    }

    [Fact]
    public void Drop_connect_grows_from_the_first_block_to_the_last()
    {
        IReadOnlyList<EfficientNetBlockShape> blocks = new EfficientNetConfig { WidthCoefficient = 1, DepthCoefficient = 1, DropConnect = 0.2 }.Blocks();

        Assert.Equal(16, blocks.Count);
        Assert.Equal([.. Enumerable.Range(0, 16).Select(i => 0.2 * i / 16)], blocks.Select(block => block.Dropout));
        Assert.False(blocks[0].IsResidual);
        Assert.True(blocks[2].IsResidual);
    }

    [Theory]
    [InlineData("""{"hidden_dim": 1280}""", "hidden_dim")]
    [InlineData("""{"width_coefficient": 1.0, "hidden_dim": 1280, "strides": [1, 2, 2, 4, 1, 2, 1]}""", "strides")]
    [InlineData("""{"width_coefficient": 1.0, "hidden_dim": 1280, "kernel_sizes": [3, 3]}""", "kernel_sizes")]
    [InlineData("""{"width_coefficient": 1.0, "hidden_dim": 1280, "in_channels": [32, 16, 32, 40, 80, 112, 192]}""", "in_channels")]
    [InlineData("""{"width_coefficient": 1.0, "hidden_dim": 1280, "in_channels": [16, 16, 24, 40, 80, 112, 192]}""", "in_channels")]
    [InlineData("""{"depth_coefficient": 100}""", "num_block_repeats")]
    [InlineData("""{"num_block_repeats": [1, 200, 200, 200, 200, 200, 200], "depth_coefficient": 1}""", "num_block_repeats")]
    [InlineData("""{"pooling_type": "median"}""", "pooling_type")]
    [InlineData("""{"hidden_act": "glue"}""", "hidden_act")]
    [InlineData("""{"dropout_rate": 1}""", "dropout_rate")]
    public void An_entry_that_does_not_fit_is_named(string json, string entry)
    {
        ModelException error = Assert.Throws<ModelException>(() => EfficientNetConfig.From(Configs.Of(json)));

        Assert.Contains(entry, error.Place, StringComparison.Ordinal);
    }
}
