using Graft.Layers;
using Graft.Models;
using Graft.Models.Swin;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models.Swin;

public sealed class SwinTests
{
    private static readonly SwinConfig Tiny = new() { EmbeddingSize = 8, Depths = [2, 2], Heads = [2, 4], WindowSize = 3, ImageSize = 20 };

    [Theory]
    [InlineData(20, 20)]
    [InlineData(24, 40)]
    [InlineData(21, 19)]
    [InlineData(8, 30)]
    [InlineData(4, 4)]
    public void Images_of_any_size_give_one_vector_a_patch(int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using var trunk = Drawn(Tiny);
        using var images = new ImageInputs(randn(2, 3, height, width));

        TrunkOutput output = trunk.Forward(images, ForwardContext.Inference);

        long patches = Half(Patches(height)) * Half(Patches(width));
        Assert.Equal(new long[] { 2, patches, 16 }, output.LastHiddenState.shape);
        Assert.Equal(new long[] { 2, 16 }, output.Pooled!.shape);
        Assert.True(output.LastHiddenState.isfinite().all().item<bool>());

        static long Patches(int pixels) => (pixels + 3) / 4;
        static long Half(long patches) => (patches + 1) / 2;
    }

    [Fact]
    public void Images_that_do_not_fit_the_learned_positions_are_refused_with_the_size_that_does()
    {
        using DisposeScope scope = NewDisposeScope();
        using var trunk = Drawn(Tiny with { AbsolutePositions = true });
        using var fitting = new ImageInputs(randn(1, 3, 20, 20));
        using var larger = new ImageInputs(randn(1, 3, 24, 24));

        Assert.Equal(9, trunk.Forward(fitting, ForwardContext.Inference).LastHiddenState.shape[1]);
        ModelException error = Assert.Throws<ModelException>(() => trunk.Forward(larger, ForwardContext.Inference));

        Assert.Contains("20 × 20", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Attention_without_biases_has_none_in_its_files()
    {
        using var trunk = new Graft.Models.Swin.Swin(Tiny with { AttentionBias = false });

        Assert.Null(trunk.Weights.Find("encoder.layers.0.blocks.0.attention.self.query.bias"));
        Assert.NotNull(trunk.Weights.Find("encoder.layers.0.blocks.0.attention.output.dense.bias"));
    }

    [Theory]
    [InlineData("swin.encoder.layers.0.blocks.0.attention.self.relative_position_index", true)]
    [InlineData("encoder.layers.0.blocks.1.attention.relative_position_bias.relative_position_index", true)]
    [InlineData("swin.encoder.layers.0.blocks.0.attention.self.relative_position_bias_table", false)]
    public void Stored_numbers_of_distances_are_passed_over(string name, bool superfluous)
    {
        Assert.Equal(superfluous, new SwinFamily().IsSuperfluous(name));
    }

    private static Graft.Models.Swin.Swin Drawn(SwinConfig config)
    {
        var trunk = new Graft.Models.Swin.Swin(config);
        var initializer = new WeightInitializer(0.1, seed: 5);
        foreach (WeightEntry entry in trunk.Weights.Entries)
        {
            initializer.Draw(entry);
        }

        return trunk;
    }
}
