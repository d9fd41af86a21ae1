using Graft.Jobs;
using Graft.Models;
using Graft.Pipelines;
using Graft.Tests.Models;

namespace Graft.Tests.Pipelines;

public sealed class ChannelCheckTests
{
    private const string Vit = """
        "model_type": "vit", "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32, "image_size": 16, "patch_size": 8
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_model_of_other_images_than_colour_ones_is_refused_by_name_of_the_entry(int channels)
    {
        using var folder = new TemporaryFolder();
        using PretrainedClassifier classifier = Save(folder, $$"""{{{Vit}}, "num_channels": {{channels}}}""");

        foreach (Action open in new Action[]
        {
            () => ImageClassificationPipeline.Load(folder.Path).Dispose(),
            () => EncodedParts.For(folder.Path, classifier, InputKind.Image, maxLength: null, isTraining: true),
        })
        {
            ModelException error = Assert.Throws<ModelException>(open);
            Assert.Contains("num_channels", error.Place, StringComparison.Ordinal);
            Assert.Contains("config.json", error.Path, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_model_of_colour_images_is_opened()
    {
        using var folder = new TemporaryFolder();
        using PretrainedClassifier classifier = Save(folder, $$"""{{{Vit}}}""");

        ImageClassificationPipeline.Load(folder.Path).Dispose();
        Assert.NotNull(EncodedParts.For(folder.Path, classifier, InputKind.Image, maxLength: null, isTraining: true).Processor);
    }

    private static PretrainedClassifier Save(TemporaryFolder folder, string config)
    {
        PretrainedClassifier classifier = PretrainedClassifier.CreateNew(Configs.Of(config), LabelSet.Numbered(2), seed: 1);
        classifier.Save(folder.Path);
        folder.Write("preprocessor_config.json", """{"image_processor_type": "ViTImageProcessor", "size": {"height": 16, "width": 16}}""");
        return classifier;
    }
}
