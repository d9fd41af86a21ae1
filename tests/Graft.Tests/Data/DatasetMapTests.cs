using Graft.Data;

namespace Graft.Tests.Data;

public sealed class DatasetMapTests
{
    private readonly Dataset _data = Dataset.FromTexts([("One", "good"), ("Two", "bad"), ("Three", "good")]);

    [Fact]
    public void Map_changes_each_example_and_leaves_the_original()
    {
        Dataset lower = _data.Map(example => ((TextExample)example) with { Text = ((TextExample)example).Text.ToLowerInvariant() });

        Assert.Equal(["one", "two", "three"], lower.Cast<TextExample>().Select(example => example.Text));
        Assert.Equal(["One", "Two", "Three"], _data.Cast<TextExample>().Select(example => example.Text));
        Assert.Equal(_data.Select(example => example.Target), lower.Select(example => example.Target));
    }

    [Fact]
    public void Map_refuses_what_does_not_fit_the_dataset()
    {
        Assert.Contains("example 1", Assert.Throws<DataException>(() => _data.Map(example =>
            example == _data[1] ? new TextExample("x") { Target = Target.OfClass(2) } : example)).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => _data.Map(_ => ImageExample.FromBytes("x", new byte[1])));
    }

    [Fact]
    public void Classes_are_renamed_in_their_order()
    {
        Dataset renamed = _data.WithLabelNames(["negative", "positive"]);

        Assert.Equal(["negative", "positive"], renamed.Labels.Names);
        Assert.Equal(_data.ClassCounts(), renamed.ClassCounts());
        Assert.Equal(["bad", "good"], _data.Labels.Names);
        Assert.Throws<DataException>(() => _data.WithLabelNames(["one"]));
    }
}
