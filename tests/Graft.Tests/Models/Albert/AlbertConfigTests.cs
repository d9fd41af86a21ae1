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
}
