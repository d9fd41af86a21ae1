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
    public void More_layers_than_any_model_has_are_refused(string family)
    {
        ModelConfigFile config = Configs.Of($$"""{"model_type": "{{family}}", "num_hidden_layers": 100000000}""");

        ModelException error = Assert.Throws<ModelException>(() => ModelRegistry.Default.FamilyOf(config).CreateTrunk(config));
        Assert.Contains("num_hidden_layers", error.Place, StringComparison.Ordinal);
    }
}
