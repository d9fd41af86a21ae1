using System.Text.Json.Nodes;
using Graft.Models;

namespace Graft.Tests.Models;

/// <summary>Configurations of published models against the parameters that their authors count.</summary>
public sealed class ImageFamilySizeTests
{
    [Theory]
    [InlineData("""{"model_type":"swin"}""", 28_288_354)]
    [InlineData("""{"model_type":"convnext"}""", 28_589_128)]
    [InlineData("""{"model_type":"resnet"}""", 25_557_032)]
    [InlineData("""{"model_type":"resnet","layer_type":"basic","depths":[2,2,2,2],"hidden_sizes":[64,128,256,512]}""", 11_689_512)]
    [InlineData("""{"model_type":"mobilenet_v2"}""", 3_504_872)]
    public void Defaults_give_the_published_number_of_parameters_for_1000_labels(string json, long expected)
    {
        var config = new ModelConfigFile((JsonObject)JsonNode.Parse(json)!, "config.json");
        using Classifier classifier = ModelRegistry.Default.FamilyOf(config).CreateClassifier(config, LabelSet.Numbered(1000));

        Assert.Equal(expected, classifier.Weights.Entries.Where(entry => entry.IsParameter).Sum(entry => entry.Tensor.numel()));
    }

    [Theory]
    [InlineData("swin", 12)]
    [InlineData("convnext", 18)]
    [InlineData("resnet", 16)]
    [InlineData("mobilenet_v2", 16)]
    public void Depths_count_every_layer_from_the_embeddings_to_the_head(string family, int layers)
    {
        var config = new ModelConfigFile(new JsonObject { ["model_type"] = family }, "config.json");
        using Classifier classifier = ModelRegistry.Default.FamilyOf(config).CreateClassifier(config, LabelSet.Numbered(2));

        Assert.Equal(Enumerable.Range(0, layers + 2), classifier.Weights.Entries.Select(entry => entry.Depth).Distinct());
        Assert.All(classifier.Weights.Entries, entry => Assert.Equal(entry.Part == WeightPart.Head, entry.Name.StartsWith("classifier.", StringComparison.Ordinal)));
    }
}
