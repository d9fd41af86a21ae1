using Graft.Tensors;

namespace Graft.Tests.Tensors;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("samples", "sampels", 1)]
    [InlineData("samples", "SAMPLES", 0)]
    [InlineData("bert", "brt", 1)]
    [InlineData("bert", "berts", 1)]
    [InlineData("bert", "best", 1)]
    [InlineData("vit", "swin", 3)]
    public void Letters_put_in_taken_out_changed_and_swapped_count_one_each(string first, string second, int distance)
    {
        Assert.Equal(distance, EditDistance.Between(first, second));
        Assert.Equal(distance, EditDistance.Between(second, first));
    }

    [Fact]
    public void Only_the_beginning_of_long_names_is_compared() =>
        Assert.Equal(256, EditDistance.Between(new string('a', 1_000_000), new string('b', 1_000_000)));
}
