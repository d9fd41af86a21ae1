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
}
