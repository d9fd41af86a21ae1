using CsCheck;
using Graft.Evaluation;

namespace Graft.Tests.Evaluation;

public sealed class TemperatureScalingTests
{
    [Fact]
    public void The_fit_never_raises_the_loss_and_no_neighbour_is_better() =>
        LabelGenerators.Logits.Sample((labels, logits, classes) =>
        {
            var fit = TemperatureScaling.Fit(labels, logits, classes);

            Assert.InRange(fit.Temperature, TemperatureScaling.Lowest, TemperatureScaling.Highest);
            Assert.True(fit.LossAfter <= fit.LossBefore + 1e-12);
            foreach (double factor in new[] { 0.97, 1.03 })
            {
                double other = Math.Clamp(fit.Temperature * factor, TemperatureScaling.Lowest, TemperatureScaling.Highest);
                Assert.True(fit.LossAfter <= TemperatureScaling.Loss(labels, logits, classes, other) + 1e-12);
            }
        });

    [Fact]
    public void Scaled_logits_scale_the_temperature()
    {
        int[] labels = [0, 1, 1, 0, 1];
        double[] logits = [2, 1, 0, 1, 1, 0, 3, 0, -1, 2];
        double temperature = TemperatureScaling.Fit(labels, logits, 2).Temperature;

        Assert.Equal(3 * temperature, TemperatureScaling.Fit(labels, [.. logits.Select(l => 3 * l)], 2).Temperature, 1e-9);
    }

    [Fact]
    public void Logits_that_are_always_right_run_to_the_bound_or_to_no_loss()
    {
        var fit = TemperatureScaling.Fit([0, 1], [0.01, 0, 0, 0.01], 2);

        Assert.True(fit.AtBound);
        Assert.Equal(TemperatureScaling.Lowest, fit.Temperature);
    }

    [Fact]
    [Trait("Fault", "62")]
    public void Infinite_logits_are_refused() =>
        Assert.Throws<EvaluationException>(() => TemperatureScaling.Fit([0], [double.PositiveInfinity, 0], 2));
}
