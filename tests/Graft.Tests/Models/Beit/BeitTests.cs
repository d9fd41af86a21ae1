using Graft.Layers;
using Graft.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models.Beit;

/// <summary>BEiT's variants that no golden folder has.</summary>
public sealed class BeitTests
{
    private const string Sizes = """
        "model_type": "beit", "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32, "image_size": 32, "patch_size": 8
        """;

    private const string TableName = "relative_position_bias.relative_position_bias_table";

    [Fact]
    public void A_shared_position_bias_equals_the_same_one_in_every_layer()
    {
        using Classifier shared = Configs.Draw($$"""{{{Sizes}}, "use_shared_relative_position_bias": true}""");
        using Classifier own = Configs.Draw($$"""{{{Sizes}}, "use_relative_position_bias": true}""");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        Tensor table = shared.Weights.Find($"beit.encoder.{TableName}")!.Tensor;
        table.copy_(randn(table.shape));
        for (int i = 0; i < 2; i++)
        {
            own.Weights.Find($"beit.encoder.layer.{i}.attention.attention.{TableName}")!.Tensor.copy_(table);
        }

        using var inputs = new ImageInputs(rand(2, 3, 32, 32, dtype: ScalarType.Float32));
        Tensor expected = own.Forward(inputs, ForwardContext.Inference), actual = shared.Forward(inputs, ForwardContext.Inference);
        Assert.True(actual.allclose(expected, rtol: 1e-5, atol: 1e-6));

        table.zero_();
        Assert.False(shared.Forward(inputs, ForwardContext.Inference).allclose(expected, rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Own_and_shared_position_biases_add_up()
    {
        using Classifier both = Configs.Draw($$"""{{{Sizes}}, "use_shared_relative_position_bias": true, "use_relative_position_bias": true}""");
        using Classifier own = Configs.Draw($$"""{{{Sizes}}, "use_relative_position_bias": true}""");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        Tensor table = both.Weights.Find($"beit.encoder.{TableName}")!.Tensor;
        table.copy_(randn(table.shape));
        for (int i = 0; i < 2; i++)
        {
            string name = $"beit.encoder.layer.{i}.attention.attention.{TableName}";
            Tensor part = randn(table.shape);
            both.Weights.Find(name)!.Tensor.copy_(part);
            own.Weights.Find(name)!.Tensor.copy_(part + table);
        }

        using var inputs = new ImageInputs(rand(2, 3, 32, 32, dtype: ScalarType.Float32));
        Assert.True(both.Forward(inputs, ForwardContext.Inference).allclose(own.Forward(inputs, ForwardContext.Inference), rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Without_mean_pooling_the_class_token_of_the_normed_output_is_pooled()
    {
        using Classifier model = Configs.Draw($$"""{{{Sizes}}, "use_mean_pooling": false}""");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using var inputs = new ImageInputs(rand(2, 3, 32, 32, dtype: ScalarType.Float32));
        TrunkOutput output = model.Trunk.Forward(inputs, ForwardContext.Inference);

        Assert.True(output.Pooled!.allclose(output.LastHiddenState.select(1, 0), rtol: 0, atol: 0));
        Assert.NotNull(model.Weights.Find("beit.layernorm.weight"));
        Assert.Null(model.Weights.Find("beit.pooler.layernorm.weight"));
    }

    [Fact]
    public void New_layer_scales_and_position_biases_start_at_the_configured_values()
    {
        using Classifier model = Configs.Draw($$"""{{{Sizes}}, "layer_scale_init_value": 0.25, "use_relative_position_bias": true, "use_mask_token": true}""");

        Assert.All(Values("beit.encoder.layer.1.lambda_2"), value => Assert.Equal(0.25f, value));
        Assert.All(Values($"beit.encoder.layer.1.attention.attention.{TableName}"), value => Assert.Equal(0, value));
        Assert.All(Values("beit.embeddings.mask_token"), value => Assert.Equal(0, value));
        Assert.Contains(Values("beit.embeddings.cls_token"), value => value != 0);

        float[] Values(string name) => model.Weights.Find(name)!.Tensor.data<float>().ToArray();
    }

    [Fact]
    public void A_layer_scale_of_zero_means_none()
    {
        using Classifier model = Configs.Draw($$"""{{{Sizes}}, "layer_scale_init_value": 0}""");

        Assert.DoesNotContain(model.Weights.Entries, entry => entry.Name.Contains("lambda", StringComparison.Ordinal));
    }
}
