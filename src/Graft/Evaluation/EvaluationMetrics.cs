using Graft.Models;
using Graft.Training;

namespace Graft.Evaluation;

/// <summary>The standard metrics of what a model said: the metric function that a trainer is given by default.</summary>
public static class EvaluationMetrics
{
    /// <summary>The names and values of <see cref="MetricSet"/> for the labels' kind; NaN where one is not defined.</summary>
    /// <param name="output">Logits and targets of a dataset.</param>
    public static IReadOnlyDictionary<string, double> Compute(EvaluationOutput output) => output.Labels.ProblemType switch
    {
        ProblemType.SingleLabel => MetricSet.ForSingleLabel(Classes(output), ProbabilitiesOf(output), output.Labels.Count),
        ProblemType.MultiLabel => MetricSet.ForMultiLabel(Classes(output), ProbabilitiesOf(output), output.Labels.Count),
        _ => MetricSet.ForRegression(Doubles(output.Targets), Doubles(output.Logits)),
    };

    /// <summary>Softmax of the logits for a single label, sigmoid for several, the values themselves for a number: [n × labels].</summary>
    public static double[] ProbabilitiesOf(EvaluationOutput output)
    {
        double[] logits = Doubles(output.Logits);
        return output.Labels.ProblemType switch
        {
            ProblemType.SingleLabel => Probabilities.Softmax(logits, output.Labels.Count),
            ProblemType.MultiLabel => Probabilities.Sigmoid(logits),
            _ => logits,
        };
    }

    /// <summary>The targets as class numbers, or as zeros and ones.</summary>
    public static int[] Classes(EvaluationOutput output) => Array.ConvertAll(output.Targets, target => (int)target);

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);
}
