using Graft.Layers;
using Graft.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models.Vit;

/// <summary>Images of other sizes than the trained one.</summary>
public sealed class VisionTransformerImageTests
{
    private const string Sizes = """
        "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32, "mlp_ratio": 2,
        "image_size": 32, "patch_size": 8, "use_relative_position_bias": true, "use_absolute_position_embeddings": true
        """;

    public static TheoryData<string> Families => ["vit", "deit", "dinov2", "beit"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Oblong_images_of_any_size_are_taken(string family)
    {
        using Classifier model = Configs.Draw($$"""{"model_type": "{{family}}", {{Sizes}}}""");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using var inputs = new ImageInputs(rand(2, 3, 43, 24, dtype: ScalarType.Float32));
        TrunkOutput output = model.Trunk.Forward(inputs, ForwardContext.Inference);

        int leading = family == "deit" ? 2 : 1;
        Assert.Equal([2, leading + 5 * 3, 16], output.LastHiddenState.shape);
        Assert.True(model.Head(output, inputs, ForwardContext.Inference).isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void What_does_not_fill_a_patch_at_the_edge_has_no_say(string family)
    {
        using Classifier model = Configs.Draw($$"""{"model_type": "{{family}}", {{Sizes}}}""");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        Tensor pixels = rand(1, 3, 32, 32, dtype: ScalarType.Float32);
        using var whole = new ImageInputs(pixels);
        using var wider = new ImageInputs(cat([pixels, rand(1, 3, 32, 7, dtype: ScalarType.Float32)], 3));

        Assert.True(model.Forward(whole, ForwardContext.Inference).allclose(model.Forward(wider, ForwardContext.Inference), rtol: 1e-4, atol: 1e-6));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Images_that_do_not_fit_are_refused_with_their_shape(string family)
    {
        using Classifier model = Configs.Draw($$"""{"model_type": "{{family}}", {{Sizes}}}""");
        using var small = new ImageInputs(zeros(1, 3, 7, 32));
        using var grey = new ImageInputs(zeros(1, 1, 32, 32));

        Assert.Contains("[1,3,7,32]", Assert.Throws<ArgumentException>(() => model.Forward(small, ForwardContext.Inference)).Message, StringComparison.Ordinal);
        Assert.Contains("num_channels", Assert.Throws<ModelException>(() => model.Forward(grey, ForwardContext.Inference)).Place, StringComparison.Ordinal);
    }
}
