using CsCheck;
using Graft.Evaluation;

namespace Graft.Tests.Evaluation;

public sealed class CalibrationTests
{
    [Fact]
    public void Bins_hold_every_row_once_and_the_mean_error_is_at_most_the_largest() =>
        (from pair in LabelGenerators.Logits from bins in Gen.Int[1, 25] select (pair, bins)).Sample(sample =>
        {
            ((int[] labels, double[] logits, int classes), int bins) = sample;
            var calibration = Calibration.Compute(labels, Probabilities.Softmax(logits, classes), classes, bins);

            Assert.Equal(labels.Length, calibration.Bins.Sum(b => b.Count));
            Assert.InRange(calibration.ExpectedError, 0, calibration.MaximumError + 1e-12);
            Assert.All(calibration.Bins, b => Assert.InRange(
                b.Confidence, (b.Index / (double)bins) - 1e-12, ((b.Index + 1) / (double)bins) + 1e-12));
        });

    [Fact]
    public void Always_sure_and_always_wrong_is_the_worst() =>
        Assert.Equal(1, Calibration.Compute([1.0, 1.0], [false, false]).ExpectedError);

    [Fact]
    public void Confidences_outside_their_range_are_refused()
    {
        Assert.Throws<EvaluationException>(() => Calibration.Compute([1.2], [true]));
        Assert.Throws<EvaluationException>(() => Calibration.Compute([0.5], [true], binCount: 0));
        Assert.Throws<EvaluationException>(() => Calibration.Compute([0.5, 0.5], [true]));
    }
}
