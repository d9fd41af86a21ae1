using System.Text.Json.Nodes;
using Graft.Layers;
using Graft.Models;
using static TorchSharp.torch;

namespace Graft.Tests.Models;

/// <summary>Configurations that do not fit are refused, by the name of the entry.</summary>
public sealed class ImageFamilyConfigTests
{
    [Theory]
    [InlineData("swin", "depths", "[]")]
    [InlineData("swin", "depths", "[2,0]")]
    [InlineData("swin", "depths", "[200000000,200000000,200000000,200000000]")]
    [InlineData("swin", "window_size", "100000000")]
    [InlineData("swin", "embed_dim", "200000000")]
    [InlineData("swin", "num_heads", "[3,6]")]
    [InlineData("swin", "num_heads", "[5,6,12,24]")]
    [InlineData("swin", "mlp_ratio", "0")]
    [InlineData("swin", "mlp_ratio", "\"4\"")]
    [InlineData("swin", "window_size", "0")]
    [InlineData("swin", "hidden_act", "\"softplus\"")]
    [InlineData("swin", "drop_path_rate", "1")]
    [InlineData("convnext", "depths", "[]")]
    [InlineData("convnext", "depths", "[200000000,200000000,200000000,200000000]")]
    [InlineData("convnext", "num_stages", "3")]
    [InlineData("convnext", "hidden_sizes", "[96,192]")]
    [InlineData("convnext", "layer_norm_eps", "-1")]
    [InlineData("resnet", "layer_type", "\"dense\"")]
    [InlineData("resnet", "depths", "[]")]
    [InlineData("resnet", "depths", "[200000000,200000000,200000000,200000000]")]
    [InlineData("resnet", "hidden_sizes", "[256]")]
    [InlineData("resnet", "hidden_sizes", "[2,512,1024,2048]")]
    [InlineData("resnet", "downsample_in_bottleneck", "1")]
    [InlineData("mobilenet_v2", "output_stride", "4")]
    [InlineData("mobilenet_v2", "depth_multiplier", "0")]
    [InlineData("mobilenet_v2", "expand_ratio", "-6")]
    [InlineData("mobilenet_v2", "min_depth", "200000000")]
    [InlineData("mobilenet_v2", "depth_divisible_by", "0")]
    [InlineData("mobilenet_v2", "tf_padding", "\"same\"")]
    public void An_entry_that_does_not_fit_is_refused_by_name(string family, string entry, string value)
    {
        var json = new JsonObject { ["model_type"] = family, [entry] = JsonNode.Parse(value) };
        var config = new ModelConfigFile(json, "somewhere/config.json");

        ModelException error = Assert.Throws<ModelException>(() => ModelRegistry.Default.FamilyOf(config).CreateTrunk(config));

        Assert.Contains(entry is "num_stages" ? "depths" : entry, error.Place, StringComparison.Ordinal);
        Assert.Equal("somewhere/config.json", error.Path);
        Assert.NotNull(error.Remedy);
    }

    [Theory]
    [InlineData("vit")]
    [InlineData("deit")]
    [InlineData("beit")]
    [InlineData("dinov2")]
    [InlineData("swin")]
    [InlineData("convnext")]
    [InlineData("resnet")]
    [InlineData("efficientnet")]
    [InlineData("mobilenet_v2")]
    public void Images_of_other_channels_than_the_model_reads_are_refused(string family)
    {
        var config = new ModelConfigFile(new JsonObject { ["model_type"] = family, ["num_channels"] = 4 }, "somewhere/config.json");
        using Classifier classifier = ModelRegistry.Default.FamilyOf(config).CreateClassifier(config, LabelSet.Numbered(2));
        using var images = new ImageInputs(zeros(1, 3, 224, 224));

        ModelException error = Assert.Throws<ModelException>(() => classifier.Forward(images, ForwardContext.Inference));

        Assert.Contains("num_channels", error.Place, StringComparison.Ordinal);
        Assert.Contains("4 channels, but these have 3", error.Problem, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }
}
