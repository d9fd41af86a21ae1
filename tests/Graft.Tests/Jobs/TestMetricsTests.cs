using Graft.Jobs;
using Graft.Models;
using Graft.Training;

namespace Graft.Tests.Jobs;

public sealed class TestMetricsTests
{
    [Fact]
    [Trait("Fault", "62")]
    public void An_accuracy_that_is_no_number_has_no_interval()
    {
        var output = new EvaluationOutput(new LabelSet(["even", "odd"]), [1, 2, float.NaN, 0], [1, 0], double.NaN);

        IReadOnlyDictionary<string, double> metrics = TestMetrics.Of(output);

        Assert.All(new[] { "accuracy", "accuracy_low", "accuracy_high" }, name => Assert.True(double.IsNaN(metrics[name]), name));
    }

    [Fact]
    public void An_accuracy_has_an_interval_beside_it()
    {
        var output = new EvaluationOutput(new LabelSet(["even", "odd"]), [1, 2, 3, 0], [1, 1], 0.5);

        IReadOnlyDictionary<string, double> metrics = TestMetrics.Of(output);

        Assert.Equal(0.5, metrics["accuracy"]);
        Assert.InRange(metrics["accuracy_low"], 0.01, 0.49);
        Assert.InRange(metrics["accuracy_high"], 0.51, 0.99);
    }
}
