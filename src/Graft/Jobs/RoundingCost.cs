using Graft.Evaluation;
using Graft.Models;
using Graft.Training;

namespace Graft.Jobs;

/// <summary>What predicting in int8 changes, on the same rows in single precision.</summary>
/// <param name="Float32">The metrics in single precision.</param>
/// <param name="ChangedRows">Rows whose best label is another one; 0 for a regression.</param>
/// <param name="GreatestChange">The greatest change of a logit.</param>
public sealed record RoundingCost(IReadOnlyDictionary<string, double> Float32, int ChangedRows, double GreatestChange)
{
    /// <summary>Compares two evaluations of the same rows.</summary>
    internal static RoundingCost Of(EvaluationOutput rounded, EvaluationOutput exact)
    {
        double greatest = rounded.Logits.Zip(exact.Logits, (a, b) => (double)Math.Abs(a - b)).DefaultIfEmpty(0).Max();
        return new RoundingCost(TestMetrics.Of(exact), exact.Labels.ProblemType == ProblemType.Regression ? 0 : Changed(rounded, exact), greatest);
    }

    private static int Changed(EvaluationOutput rounded, EvaluationOutput exact)
    {
        int labels = exact.Labels.Count;
        double[] a = EvaluationMetrics.ProbabilitiesOf(rounded), b = EvaluationMetrics.ProbabilitiesOf(exact);
        return ProbabilityMetrics.ArgMax(a, labels).Zip(ProbabilityMetrics.ArgMax(b, labels)).Count(pair => pair.First != pair.Second);
    }
}
