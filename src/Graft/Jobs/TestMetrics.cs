using Graft.Evaluation;
using Graft.Models;
using Graft.Training;

namespace Graft.Jobs;

/// <summary>The figures of a test part, with the interval of the accuracy beside it.</summary>
internal static class TestMetrics
{
    public static IReadOnlyDictionary<string, double> Of(EvaluationOutput output)
    {
        var metrics = new OrderedDictionary<string, double>();
        foreach ((string name, double value) in EvaluationMetrics.Compute(output))
        {
            metrics[name] = value;
            if (name is "accuracy" or "subset_accuracy")
            {
                // Logits that are not numbers have no accuracy, and so no interval of it.
                (double low, double high) = double.IsNaN(value) ? (double.NaN, double.NaN) : Interval((long)Math.Round(value * output.Count), output.Count);
                metrics[$"{name}_low"] = low;
                metrics[$"{name}_high"] = high;
            }
        }

        metrics["loss"] = output.Loss;
        return metrics;

        static (double Low, double High) Interval(long right, int rows)
        {
            var interval = WilsonInterval.Compute(right, rows);
            return (interval.Low, interval.High);
        }
    }
}
