using Graft.Layers;
using Graft.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models.Dinov2;

/// <summary>DINOv2's gated variant, which no golden folder has.</summary>
public sealed class Dinov2Tests
{
    [Fact]
    public void The_gated_variant_has_two_thirds_of_the_inner_size_in_whole_eights()
    {
        using Classifier model = Configs.Draw("""
            {"model_type": "dinov2", "hidden_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 28, "use_swiglu_ffn": true, "layerscale_value": 0.5}
            """);

        // 24 · 4 = 96, two thirds are 64
        Assert.Equal([128, 24], model.Weights.Find("dinov2.encoder.layer.0.mlp.weights_in.weight")!.Tensor.shape);
        Assert.Equal([24, 64], model.Weights.Find("dinov2.encoder.layer.0.mlp.weights_out.weight")!.Tensor.shape);
        Assert.All(model.Weights.Find("dinov2.encoder.layer.0.layer_scale1.lambda1")!.Tensor.data<float>().ToArray(), value => Assert.Equal(0.5f, value));
        using DisposeScope scope = NewDisposeScope();
        using var inputs = new ImageInputs(rand(2, 3, 28, 28, dtype: ScalarType.Float32));
        Assert.Equal([2, 2], model.Forward(inputs, ForwardContext.Inference).shape);
    }

    [Fact]
    public void A_file_without_the_mask_token_of_pre_training_needs_none()
    {
        using Classifier model = Configs.Draw("""
            {"model_type": "dinov2", "hidden_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 28, "use_mask_token": false}
            """);

        Assert.Null(model.Weights.Find("dinov2.embeddings.mask_token"));
    }
}
