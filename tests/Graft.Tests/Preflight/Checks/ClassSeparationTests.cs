using CsCheck;
using Graft.Preflight.Checks;

namespace Graft.Tests.Preflight.Checks;

public sealed class ClassSeparationTests
{
    [Fact]
    public void The_area_is_the_share_of_pairs_in_order() => Gen.Select(Gen.Int[0, 6], Gen.Int[0, 2]).Array[30, 80].Sample(rows =>
    {
        double[] values = [.. rows.Select(row => (double)row.Item1)];
        int[] classes = [.. rows.Select(row => row.Item2)];
        foreach (ClassSeparation separation in ClassSeparation.Of(values, classes, 3))
        {
            double[] inside = [.. values.Where((_, i) => classes[i] == separation.Class)], outside = [.. values.Where((_, i) => classes[i] != separation.Class)];
            double area = inside.Average(a => outside.Average(b => a > b ? 1 : a == b ? 0.5 : 0));
            Assert.Equal(Math.Max(area, 1 - area), separation.Area, tolerance: 1e-9);
            Assert.True(separation.Lower <= separation.Area);
        }
    }, iter: 200);

    [Fact]
    public void Values_that_know_nothing_of_the_class_never_count() => Gen.Select(Gen.Double[0, 1], Gen.Int[0, 1]).Array[20, 200].Sample(rows =>
        ClassSeparation.Of([.. rows.Select(row => row.Item1)], [.. rows.Select(row => row.Item2)], 2).All(separation => separation.Lower < 0.75));

    [Fact]
    public void Fewer_than_ten_rows_of_a_class_prove_nothing() =>
        Assert.Empty(ClassSeparation.Of([.. Enumerable.Range(0, 100).Select(i => (double)i)], [.. Enumerable.Range(0, 100).Select(i => i < 9 ? 1 : 0)], 2));

    [Fact]
    public void Classes_that_a_threshold_parts_have_the_whole_area()
    {
        ClassSeparation[] all = [.. ClassSeparation.Of([.. Enumerable.Range(0, 40).Select(i => (double)i)], [.. Enumerable.Range(0, 40).Select(i => i / 20)], 2)];
        Assert.Equal(2, all.Length);
        Assert.All(all, separation => Assert.Equal((1.0, 1.0), (separation.Area, separation.Lower)));
    }

    [Fact]
    public void Cramers_v_is_one_for_formats_that_go_with_the_class_and_near_none_for_chance()
    {
        Assert.Equal(1, FormatShortcutCheck.CramersV([.. Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? "png" : "jpeg", i % 2))]), 6);
        var random = new Random(3);
        Assert.InRange(FormatShortcutCheck.CramersV([.. Enumerable.Range(0, 200).Select(i => (random.Next(2) == 0 ? "png" : "jpeg", i % 2))]), 0, 0.2);
        Assert.Equal(0, FormatShortcutCheck.CramersV([.. Enumerable.Range(0, 49).Select(i => (i % 2 == 0 ? "png" : "jpeg", i % 2))]));
        Assert.Equal(0, FormatShortcutCheck.CramersV([.. Enumerable.Range(0, 100).Select(i => ("png", i % 2))]));
    }
}
