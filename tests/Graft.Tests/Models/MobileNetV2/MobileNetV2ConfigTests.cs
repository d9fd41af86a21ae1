using Graft.Models.MobileNetV2;

namespace Graft.Tests.Models.MobileNetV2;

public sealed class MobileNetV2ConfigTests
{
    [Theory]
    [InlineData(1.4, true, 48, 1792)]
    [InlineData(1.0, true, 32, 1280)]
    [InlineData(0.75, true, 24, 1280)]
    [InlineData(0.35, true, 16, 1280)]
    [InlineData(0.35, false, 16, 448)]
    public void Channels_follow_the_multiplier(double multiplier, bool finegrained, int stem, int last)
    {
        var config = new MobileNetV2Config { DepthMultiplier = multiplier, FinegrainedOutput = finegrained };

        Assert.Equal(stem, config.StemSize);
        Assert.Equal(last, config.HiddenSize);
    }

    [Theory]
    [InlineData(32, 1)]
    [InlineData(16, 2)]
    [InlineData(8, 4)]
    public void Maps_stay_as_large_as_the_output_stride_says_and_kernels_reach_further(int outputStride, int reach)
    {
        IReadOnlyList<MobileNetV2BlockShape> blocks = new MobileNetV2Config { OutputStride = outputStride }.Blocks();

        Assert.Equal(outputStride, blocks.Aggregate(2, (stride, block) => stride * block.Stride));
        Assert.Equal(reach, blocks[^1].Dilation);
        Assert.All(blocks, block => Assert.True(block.Stride == 1 || block.Dilation == 1));
    }

    [Fact]
    public void Inner_channels_are_six_times_the_inputs()
    {
        IReadOnlyList<MobileNetV2BlockShape> blocks = new MobileNetV2Config().Blocks();

        Assert.Equal([96, 144, 144, 192, 192, 192, 384, 384, 384, 384, 576, 576, 576, 960, 960, 960], blocks.Select(block => block.InnerChannels));
        Assert.Equal(10, blocks.Count(block => block.IsResidual));
    }
}
