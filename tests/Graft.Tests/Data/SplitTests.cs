using CsCheck;
using Graft.Data;
using Graft.Models;

namespace Graft.Tests.Data;

public sealed class SplitTests
{
    private static readonly Gen<(int[] Classes, double Fraction, ulong Seed)> Splits =
        Gen.Select(Gen.Int[0, 4].Array[12, 200], Gen.Double[0.1, 0.6], Gen.ULong);

    [Fact]
    public void A_split_loses_and_repeats_nothing_and_keeps_the_order() =>
        Splits.Sample((classes, fraction, seed) =>
        {
            Dataset data = Make(classes);
            (Dataset train, Dataset test) = data.TrainTestSplit(fraction, seed);
            int[] trainPlaces = Places(train);
            int[] testPlaces = Places(test);
            return trainPlaces.Concat(testPlaces).Order().SequenceEqual(Enumerable.Range(0, data.Count))
                && trainPlaces.Order().SequenceEqual(trainPlaces)
                && testPlaces.Order().SequenceEqual(testPlaces)
                && test.Count == (int)Math.Round(fraction * data.Count, MidpointRounding.ToEven);
        });

    [Fact]
    public void A_stratified_split_keeps_each_classs_share_within_one_example() =>
        Splits.Sample((classes, fraction, seed) =>
        {
            Dataset data = Make(classes);
            (Dataset train, Dataset test) = data.TrainTestSplit(fraction, seed);
            int[] all = data.ClassCounts();
            int[] kept = train.ClassCounts();
            int[] taken = test.ClassCounts();

            // Classes that may not be taken whole leave a few places to the others.
            int spare = all.Count(count => count is > 0 and <= 2);
            return all.Select((count, c) => (count, c)).All(x =>
                (x.count == 0 || kept[x.c] > 0) && Math.Abs(taken[x.c] - (fraction * x.count)) <= 1 + spare);
        });

    [Fact]
    public void A_class_with_a_single_example_stays_in_training()
    {
        Dataset data = Make([0, 0, 0, 0, 1, 1, 1, 1, 2]);

        for (ulong seed = 0; seed < 20; seed++)
        {
            (Dataset train, Dataset test) = data.TrainTestSplit(0.3, seed);
            Assert.Equal(1, train.ClassCounts()[2]);
            Assert.Equal(3, test.Count);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_order_everywhere()
    {
        Dataset data = Make([.. Enumerable.Range(0, 10).Select(i => i % 2)]);

        // Fixed numbers: they must never change, as results are reproduced by seed.
        Assert.Equal(Places(data.Shuffle(42)), Places(data.Shuffle(42)));
        Assert.Equal(ExpectedShuffle, Places(data.Shuffle(42)));
        Assert.NotEqual(Places(data.Shuffle(42)), Places(data.Shuffle(43)));
    }

    [Fact]
    public void Every_run_of_a_stratified_order_holds_each_classs_share() =>
        Gen.Select(Gen.Int[0, 3].Array[8, 300], Gen.ULong, Gen.Int[0, 100]).Sample((classes, seed, percent) =>
        {
            int[] order = RowSampler.StratifiedOrder(classes, seed);
            int end = classes.Length * percent / 100;
            int[] counts = [.. Enumerable.Range(0, 4).Select(c => classes.Count(x => x == c))];
            int[] here = [.. Enumerable.Range(0, 4).Select(c => order.Take(end).Count(row => classes[row] == c))];
            return order.Order().SequenceEqual(Enumerable.Range(0, classes.Length))
                && counts.Select((count, c) => Math.Abs(here[c] - ((double)count * end / classes.Length))).All(error => error <= 3);
        });

    [Fact]
    public void Held_out_parts_are_made_only_where_they_are_missing_and_said()
    {
        Dataset data = Make([.. Enumerable.Range(0, 100).Select(i => i % 2)]);

        DatasetParts both = new DatasetParts(data).WithHeldOut(0.1, 0.2, 1);
        Assert.Equal((70, 10, 20), (both.Train.Count, both.Validation!.Count, both.Test!.Count));
        Assert.Equal(2, both.Notes.Count);
        Assert.Equal(100, both.Train.Concat(both.Validation).Concat(both.Test).Distinct().Count());

        DatasetParts one = new DatasetParts(data, test: data.Take(7)).WithHeldOut(0.1, 0.2, 1);
        Assert.Equal((90, 10, 7), (one.Train.Count, one.Validation!.Count, one.Test!.Count));
        Assert.Single(one.Notes);
    }

    [Fact]
    public void Shares_out_of_range_and_too_few_examples_are_refused()
    {
        Dataset data = Make([0, 1, 0, 1]);

        Assert.Throws<ArgumentOutOfRangeException>(() => data.TrainTestSplit(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.TrainTestSplit(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.TrainTestSplit(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DatasetParts(data).WithHeldOut(0.5, 0.5, 1));
        Assert.Throws<DataException>(() => data.Take(1).TrainTestSplit(0.5, 1));
        Assert.Throws<DataException>(() => data.Take(2).TrainTestSplit(0.1, 1));
    }

    [Fact]
    public void Views_share_examples_and_leave_the_dataset_as_it_is()
    {
        Dataset data = Make([0, 1, 2, 0, 1]);

        Assert.Equal([1, 2], Places(data.Slice(1..3)));
        Assert.Equal([3, 4], Places(data.Slice(^2..)));
        Assert.Equal([0, 1, 2, 3, 4], Places(data.Slice(..100)));
        Assert.Equal([0, 1], Places(data.Take(2)));
        Assert.Equal([4], Places(data.Skip(4)));
        Assert.Empty(data.Skip(9));
        Assert.Equal([4, 4, 0], Places(data.Select([4, 4, 0])));
        Assert.Equal([0, 3], Places(data.Filter(example => example.Target.ClassIndex == 0)));
        Assert.Equal([0, 1, 4], Places(data.Take(2).Concatenate(data.Skip(4))));
        Assert.Same(data[0], data.Take(1)[0]);
        Assert.Equal([2, 2, 1], data.ClassCounts());
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Select([5]));
        Assert.Throws<DataException>(() => data.Concatenate(Dataset.FromTexts([("x", "other")])));
    }

    [Fact]
    public void An_example_that_does_not_fit_the_label_set_is_refused()
    {
        var labels = new LabelSet(["a", "b"]);
        Assert.Throws<DataException>(() => new Dataset(InputKind.Text, labels, [new TextExample("x") { Target = Target.OfClass(2) }]));
        Assert.Throws<DataException>(() => new Dataset(InputKind.Text, labels, [new TextExample("x") { Target = Target.OfValue(1) }]));
        Assert.Throws<DataException>(() => new Dataset(InputKind.Image, labels, [new TextExample("x")]));
        Assert.Throws<GraftException>(() => new LabelSet(["a", "a"]));
        Assert.Throws<GraftException>(() => new LabelSet([], ProblemType.MultiLabel));
    }

    private static readonly int[] ExpectedShuffle = [9, 1, 4, 2, 8, 7, 6, 5, 3, 0];

    private static Dataset Make(int[] classes) => new(
        InputKind.Text,
        new LabelSet(Enumerable.Range(0, Math.Max(classes.Max() + 1, 2)).Select(c => $"class {c}")),
        classes.Select((c, i) => new TextExample($"{i}") { Target = Target.OfClass(c) }));

    private static int[] Places(Dataset data) => [.. data.Cast<TextExample>().Select(example => int.Parse(example.Text, System.Globalization.CultureInfo.InvariantCulture))];
}
