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
                var interval = WilsonInterval.Compute((long)Math.Round(value * output.Count), output.Count);
                metrics[$"{name}_low"] = interval.Low;
                metrics[$"{name}_high"] = interval.High;
            }
        }

        metrics["loss"] = output.Loss;
        return metrics;
    }
}
