using Graft.Evaluation;
using Graft.Reports;

namespace Graft.Tests.Reports;

public sealed class MetricTextTests
{
    [Theory]
    [InlineData(0.12345, "0.123")]
    [InlineData(0, "0.000")]
    [InlineData(-0.5, "-0.500")]
    [InlineData(0.00001234, "1.234E-05")]
    [InlineData(123456, "1.235E+05")]
    [InlineData(double.NaN, "undefined")]
    public void Values_are_short_and_never_hide_that_they_are_undefined(double value, string text) =>
        Assert.Equal(text, MetricText.Value(value));

    [Fact]
    public void Every_default_metric_has_a_name_in_words()
    {
        string[] names =
        [
            .. MetricSet.ForSingleLabel([0, 1], [1, 0, 0, 1], 2).Keys,
            .. MetricSet.ForMultiLabel([0, 1], [0, 1], 2).Keys,
            .. MetricSet.ForRegression([0, 1], [0, 1]).Keys,
        ];

        Assert.All(names, name => Assert.NotEqual(name.Replace('_', ' '), MetricText.Name(name)));
    }

    [Fact]
    public void Rows_are_counted_in_words() =>
        Assert.Equal(("1 row", "2,168 rows"), (MetricText.Rows(1), MetricText.Rows(2168)));
}
