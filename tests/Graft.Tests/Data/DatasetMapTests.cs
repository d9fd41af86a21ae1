using Graft.Data;
using Graft.Models;

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

    [Fact]
    public void Labels_are_cast_by_the_names_of_the_classes_so_that_other_orders_can_be_joined()
    {
        Dataset other = Dataset.FromTexts([("Four", "worst"), ("Five", "good")]);
        var labels = new LabelSet(["worst", "good", "bad"]);

        Dataset joined = _data.WithLabels(labels).Concatenate(other.WithLabels(labels));

        Assert.Equal(["good", "bad", "good", "worst", "good"], joined.Select(example => joined.Labels.Names[example.Target.ClassIndex]));
        Assert.Equal(["bad", "good"], _data.Labels.Names);
        Assert.Contains("WithLabels", Assert.Throws<DataException>(() => _data.Concatenate(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_a_label_set_lacks_are_all_listed_unless_no_example_has_them()
    {
        Dataset data = Dataset.FromTexts([("One", "a"), ("Two", "b"), ("Three", "c"), ("Four", "d")]);

        DataException error = Assert.Throws<DataException>(() => data.WithLabels(new LabelSet(["b", "c"])));
        Assert.Contains("'a', 'd'", error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 0], data.Filter(example => example.Target.ClassIndex is 1 or 2).WithLabels(new LabelSet(["c", "b"])).Select(example => example.Target.ClassIndex));
    }

    [Fact]
    public void One_class_can_become_a_set_of_classes_but_not_the_other_way_or_a_number()
    {
        Dataset many = _data.WithLabels(new LabelSet(["good", "new", "bad"], ProblemType.MultiLabel));

        Assert.Equal(["1 0 0", "0 0 1", "1 0 0"], many.Select(example => string.Join(' ', example.Target.MultiHot.ToArray())));
        Assert.Equal("0 1 0 0", string.Join(' ', many.WithLabels(new LabelSet(["bad", "good", "x", "y"], ProblemType.MultiLabel))[0].Target.MultiHot.ToArray()));
        Assert.Throws<DataException>(() => many.WithLabels(new LabelSet(["good", "bad"])));
        Assert.Contains("Regression", Assert.Throws<DataException>(() => _data.WithLabels(new LabelSet(["x"], ProblemType.Regression))).Message, StringComparison.Ordinal);
        var number = new Dataset(InputKind.Text, new LabelSet(["score"], ProblemType.Regression), [new TextExample("x") { Target = Target.OfValue(2.5f) }]);
        Assert.Equal(2.5f, number.WithLabels(new LabelSet(["stars"], ProblemType.Regression))[0].Target.Value);
    }
}
