using System.Text.Json.Nodes;
using Graft.Export;
using Graft.Models;

namespace Graft.Tests.Export;

/// <summary>Layouts of image families, and images of other sizes than the trained one.</summary>
public sealed class ImageExportTests : IDisposable
{
    private const string Encoder = """
        "hidden_size":16,"num_hidden_layers":2,"num_attention_heads":2,"intermediate_size":24,"image_size":32,"patch_size":8,"initializer_range":0.3
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("graft-").FullName;

    private string Target => Path.Combine(_folder, "model.onnx");

    [Theory]
    [InlineData("vit", Encoder)]
    [InlineData("vit", Encoder + """,  "qkv_bias":false,"hidden_act":"gelu_new" """)]
    [InlineData("vit", Encoder + """,  "hidden_act":"quick_gelu" """)]
    [InlineData("vit", Encoder + """,  "hidden_act":"gelu_10" """)]
    [InlineData("deit", Encoder)]
    [InlineData("dinov2", Encoder)]
    [InlineData("dinov2", Encoder + """, "use_swiglu_ffn":true,"layerscale_value":0.5 """)]
    [InlineData("beit", Encoder + """, "use_absolute_position_embeddings":true,"use_mean_pooling":false,"layer_scale_init_value":0 """)]
    [InlineData("beit", Encoder + """, "use_relative_position_bias":true,"use_shared_relative_position_bias":true """)]
    [InlineData("swin", """ "image_size":32,"patch_size":4,"embed_dim":8,"depths":[2,3],"num_heads":[2,4],"window_size":3,"initializer_range":0.3 """)]
    [InlineData("convnext", """ "hidden_sizes":[8,16],"depths":[1,2],"num_stages":2,"image_size":32,"initializer_range":0.3 """)]
    [InlineData("convnext", """ "hidden_sizes":[8,16],"depths":[1,1],"num_stages":2,"image_size":32,"layer_scale_init_value":0,"hidden_act":"relu","initializer_range":0.3 """)]
    [InlineData("resnet", """ "embedding_size":8,"hidden_sizes":[8,16],"depths":[2,1],"downsample_in_first_stage":true,"downsample_in_bottleneck":true,"image_size":32,"initializer_range":0.3 """)]
    [InlineData("mobilenet_v2", """ "depth_multiplier":0.25,"output_stride":8,"tf_padding":false,"first_layer_is_expansion":false,"image_size":64,"initializer_range":0.3 """)]
    [InlineData("mobilenet_v2", """ "depth_multiplier":0.25,"hidden_act":"silu","image_size":64,"initializer_range":0.3 """)]
    [InlineData("efficientnet", """ "width_coefficient":0.25,"depth_coefficient":0.3,"hidden_dim":320,"pooling_type":"max","depthwise_padding":[1],"image_size":64,"initializer_range":0.3 """)]
    public void Layouts_of_image_families_give_the_same_logits_in_onnx_runtime_for_every_size(string family, string entries)
    {
        using PretrainedClassifier classifier = Create(family, entries);
        foreach (OnnxExportOptions options in new[] { new OnnxExportOptions(), new OnnxExportOptions { ImageHeight = 40, ImageWidth = 56 } })
        {
            OnnxExportResult result = OnnxExport.Write(classifier, Target, options);

            Assert.InRange(result.GreatestDifference, 0, OnnxExport.Tolerance);
            Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
        }
    }

    [Fact]
    public void A_file_of_relative_positions_holds_tables_and_their_row_numbers_once_and_not_the_biases_of_each_layer()
    {
        using PretrainedClassifier classifier = Create("beit", """
            "hidden_size":16,"num_hidden_layers":4,"num_attention_heads":4,"intermediate_size":24,"image_size":64,"patch_size":8,"use_relative_position_bias":true
            """);
        const long Pairs = (1 + 8 * 8) * (1 + 8 * 8), Nodes = 20_000;
        long weights = classifier.Model.Weights.Entries.Sum(entry => entry.Tensor.NumberOfElements * sizeof(float));

        OnnxExportResult result = OnnxExport.Write(classifier, Target);

        Assert.InRange(result.Bytes, weights, weights + Pairs * sizeof(long) + Nodes);
    }

    [Fact]
    public void Every_image_family_has_a_layout_here()
    {
        string[] tested = [.. typeof(ImageExportTests)
            .GetMethod(nameof(Layouts_of_image_families_give_the_same_logits_in_onnx_runtime_for_every_size))!
            .GetCustomAttributesData().Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .Select(attribute => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)[0].Value!)];

        Assert.Equal(
            FamilyGraphs.ModelTypes.Where(type => ModelRegistry.Default.FamilyOf(Config(type, "\"a\":1")).Inputs == InputKind.Image),
            tested.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_family_that_can_be_opened_can_be_exported() => Assert.Equal(ModelRegistry.Default.ModelTypes, FamilyGraphs.ModelTypes);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static PretrainedClassifier Create(string family, string entries) =>
        PretrainedClassifier.CreateNew(Config(family, entries), LabelSet.Numbered(3), seed: 1);

    private static ModelConfigFile Config(string family, string entries) =>
        new((JsonObject)JsonNode.Parse($$"""{"model_type":"{{family}}",{{entries}}}""")!, "config.json");
}
