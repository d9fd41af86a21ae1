using Graft.Models;

namespace Graft.Tests.Models;

/// <summary>Configurations that ask for more than any machine has.</summary>
public sealed class HostileConfigTests
{
    private const string Huge = """
        "hidden_size": 268435456, "intermediate_size": 268435456, "num_attention_heads": 1, "patch_size": 1, "image_size": 1
        """;

    public static TheoryData<string> Transformers => ["bert", "vit", "deit", "dinov2", "beit"];

    [Theory]
    [MemberData(nameof(Transformers))]
    public void A_model_too_large_for_the_machine_is_refused(string family)
    {
        ModelConfigFile config = Configs.Of($$"""{"model_type": "{{family}}", "num_hidden_layers": 1, {{Huge}}}""");

        GraftException error = Assert.ThrowsAny<GraftException>(() => ModelRegistry.Default.FamilyOf(config).CreateTrunk(config));
        Assert.Contains("268435456", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Transformers))]
    [InlineData("roberta")]
    [InlineData("xlm-roberta")]
    [InlineData("electra")]
    [InlineData("albert")]
    [InlineData("mpnet")]
    [InlineData("deberta-v2")]
    [InlineData("modernbert")]
    [InlineData("distilbert", "n_layers")]
    [InlineData("gpt2", "n_layer")]
    public void More_layers_than_any_model_has_are_refused(string family, string entry = "num_hidden_layers")
    {
        ModelConfigFile config = Configs.Of($$"""{"model_type": "{{family}}", "{{entry}}": 65535}""");

        ModelException error = Assert.Throws<ModelException>(() => ModelRegistry.Default.FamilyOf(config).CreateTrunk(config));
        Assert.Contains(entry, error.Place, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "18")]
    public void A_size_beyond_all_numbers_of_the_weights_is_refused_before_memory_is_asked_for()
    {
        ModelConfigFile config = Configs.Of("""{"model_type": "bert", "max_position_embeddings": 116777216, "vocab_size": 20, "hidden_size": 8, "num_attention_heads": 2}""").WithWeightsOf(1000);

        ModelException error = Assert.Throws<ModelException>(() => ModelRegistry.Default.FamilyOf(config).CreateTrunk(config));
        Assert.Contains("max_position_embeddings", error.Place, StringComparison.Ordinal);
    }

    // 2240 pixels give 384 million pairs of patches, 3456 more than an array holds.
    [Theory]
    [InlineData(2240)]
    [InlineData(3456)]
    [Trait("Fault", "18")]
    public void Images_larger_than_those_of_the_weights_are_refused_before_pairs_of_patches_are_counted(int side)
    {
        static string Beit(int side) => $$"""
            {"model_type": "beit", "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32,
            "image_size": {{side}}, "patch_size": 16, "use_relative_position_bias": true}
            """;
        using Classifier model = Configs.Draw(Beit(32));
        using var folder = new TextModelFolder(Configs.Of(Beit(side)), model.Weights.Entries.Select(entry => ((string?)entry.Name, entry.Tensor)));
        long before = GC.GetAllocatedBytesForCurrentThread();

        ModelException error = Assert.Throws<ModelException>(() => PretrainedClassifier.Load(folder.Path));
        Assert.Contains("relative_position_bias_table", error.Place, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }
}
