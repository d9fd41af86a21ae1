using Graft.Models;
using Graft.Models.Albert;

namespace Graft.Tests.Models.Albert;

public sealed class AlbertConfigTests
{
    [Theory]
    [InlineData(4, 2, "0,0,1,1")]
    [InlineData(5, 2, "0,0,0,1,1")]
    [InlineData(6, 4, "0,0,1,2,2,3")]
    [InlineData(3, 1, "0,0,0")]
    public void Layers_are_dealt_out_to_groups_in_order(int layers, int groups, string expected)
    {
        var config = new AlbertConfig { Layers = layers, Groups = groups };

        Assert.Equal(expected, string.Join(",", Enumerable.Range(0, layers).Select(config.GroupOf)));
    }

    [Fact]
    public void More_layers_in_all_groups_than_any_model_has_are_refused()
    {
        Assert.Equal(8, AlbertConfig.From(Configs.Of("""{"num_hidden_layers": 128, "inner_group_num": 8}""")).LayersPerGroup);
        ModelException error = Assert.Throws<ModelException>(() =>
            AlbertConfig.From(Configs.Of("""{"num_hidden_layers": 1024, "num_hidden_groups": 1024, "inner_group_num": 1024}""")));

        Assert.Contains("inner_group_num", error.Place, StringComparison.Ordinal);
        Assert.Contains("1048576", error.Problem, StringComparison.Ordinal);
    }
}
