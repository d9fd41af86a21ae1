using Graft.Models;

namespace Graft.Tests.Models.Vit;

/// <summary>What the vision transformers' configurations refuse.</summary>
public sealed class VisionTransformerConfigTests
{
    public static TheoryData<string> Families => ["vit", "deit", "dinov2", "beit"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Heads_that_do_not_divide_the_hidden_size_are_named(string family) =>
        AssertNamed($$"""{"model_type": "{{family}}", "hidden_size": 770, "num_attention_heads": 12}""", "num_attention_heads");

    [Theory]
    [MemberData(nameof(Families))]
    public void A_patch_larger_than_the_image_is_named(string family) =>
        AssertNamed($$"""{"model_type": "{{family}}", "image_size": 8, "patch_size": 16}""", "patch_size");

    [Theory]
    [MemberData(nameof(Families))]
    public void An_unknown_activation_is_named(string family) =>
        AssertNamed($$"""{"model_type": "{{family}}", "hidden_act": "mish?"}""", "hidden_act");

    private static void AssertNamed(string json, string entry)
    {
        ModelConfigFile config = Configs.Of(json);
        ModelException error = Assert.Throws<ModelException>(() => ModelRegistry.Default.FamilyOf(config).CreateTrunk(config));

        Assert.Contains(entry, error.Place, StringComparison.Ordinal);
    }
}
