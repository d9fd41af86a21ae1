using System.Globalization;
using Graft.Evaluation;
using Graft.Training;

namespace Graft.Jobs;

/// <summary>Scores of a model whose training has diverged: they are no numbers, and no figure can be made of them.</summary>
internal static class FiniteScores
{
    /// <summary>What to do about it.</summary>
    public const string Remedy = "Train the model anew with a lower learning rate or a longer warm-up.";

    /// <summary>The metrics of an evaluation while training; none is defined where a score is not finite. An earlier epoch may have been good.</summary>
    public static IReadOnlyDictionary<string, double> Metrics(EvaluationOutput output) => Array.TrueForAll(output.Logits, float.IsFinite)
        ? EvaluationMetrics.Compute(output)
        : MetricSet.Names(output.Labels.ProblemType).ToDictionary(name => name, _ => double.NaN, StringComparer.Ordinal);

    /// <summary>Refuses scores that are not finite.</summary>
    /// <param name="output">What the model said.</param>
    /// <param name="folder">The model's folder.</param>
    /// <param name="saved">What else there is to say: what is saved. Null for nothing.</param>
    /// <exception cref="JobException">One is not.</exception>
    public static void Require(EvaluationOutput output, string folder, string? saved = null)
    {
        int bad = Enumerable.Range(0, output.Count).Count(row => !Array.TrueForAll(output.LogitsOf(row).ToArray(), float.IsFinite));
        if (bad > 0)
        {
            throw Diverged(string.Create(CultureInfo.InvariantCulture, $"the model's scores for {bad:N0} of {output.Count:N0} {(output.Count == 1 ? "row" : "rows")} are no numbers (NaN or infinite)"), folder, saved);
        }
    }

    /// <summary>The error.</summary>
    /// <param name="what">What shows it.</param>
    /// <param name="folder">The model's folder.</param>
    /// <param name="saved">What is saved, or null.</param>
    public static JobException Diverged(string what, string folder, string? saved) =>
        new($"The training has diverged: {what}.", folder, remedy: saved is null ? Remedy : $"{Remedy} {saved}");
}
