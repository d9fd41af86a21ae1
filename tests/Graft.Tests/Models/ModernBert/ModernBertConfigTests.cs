using System.Text.Json.Nodes;
using Graft.Models.ModernBert;

namespace Graft.Tests.Models.ModernBert;

public sealed class ModernBertConfigTests
{
    [Fact]
    public void The_older_and_the_newer_form_say_the_same()
    {
        ModernBertConfig older = Read(("global_rope_theta", 5000.0), ("local_rope_theta", 300.0), ("global_attn_every_n_layers", 2));
        ModernBertConfig newer = Read(
            ("rope_parameters", JsonNode.Parse("""{"full_attention":{"rope_type":"default","rope_theta":5000.0},"sliding_attention":{"rope_theta":300.0}}""")),
            ("layer_types", JsonNode.Parse("""["full_attention","sliding_attention","full_attention"]""")));

        Assert.Equal((5000, 300), (older.GlobalTheta, older.LocalTheta));
        Assert.Equal((5000, 300), (newer.GlobalTheta, newer.LocalTheta));
        Assert.Equal([false, true, false], older.IsLocal);
        Assert.Equal([false, true, false], newer.IsLocal);
    }

    [Fact]
    public void Bases_have_the_published_defaults_and_a_null_local_one_is_the_global_one()
    {
        ModernBertConfig silent = Read();
        ModernBertConfig isNull = Read(("local_rope_theta", null));

        Assert.Equal((160_000, 10_000), (silent.GlobalTheta, silent.LocalTheta));
        Assert.Equal((160_000, 160_000), (isNull.GlobalTheta, isNull.LocalTheta));
    }

    [Fact]
    public void Local_attention_reaches_half_its_width_to_each_side() => Assert.Equal(3, Read(("local_attention", 6)).LocalReach);

    private static ModernBertConfig Read(params (string, JsonNode?)[] changes) =>
        ModernBertConfigReader.Read(TextModelSamples.Config("modernbert", changes));
}
