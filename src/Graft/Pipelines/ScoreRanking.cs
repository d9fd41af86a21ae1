using System.Globalization;
using Graft.Evaluation;
using Graft.Models;

namespace Graft.Pipelines;

/// <summary>From the logits of a row to ranked labels.</summary>
internal static class ScoreRanking
{
    /// <summary>The highest scores first; of equal ones the lower label number. With a threshold only scores of at least that.</summary>
    /// <param name="logits">A row's logits.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="function">What makes scores of them.</param>
    /// <param name="topK">Labels to give.</param>
    /// <param name="threshold">Least score; null for none.</param>
    /// <param name="origin">Where the row comes from, for the message.</param>
    /// <exception cref="PredictionException">A logit is not finite: no label is the best then.</exception>
    public static IReadOnlyList<LabelScore> Rank(ReadOnlySpan<float> logits, LabelSet labels, ScoreFunction function, int topK, double? threshold = null, string origin = "")
    {
        double[] values = new double[logits.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = float.IsFinite(logits[i]) ? logits[i] : throw new PredictionException(
                $"The model's logit of the label \"{labels.Names[i]}\" is {logits[i].ToString(CultureInfo.InvariantCulture)}, so no label is the best.", place: origin.Length == 0 ? null : origin,
                remedy: "Predict in float32. If it is so there too, the weights are damaged or their training has diverged: train again with a lower learning rate.");
        }

        double[] scores = Resolve(function, labels) switch
        {
            ScoreFunction.Softmax => Probabilities.Softmax(values, values.Length),
            ScoreFunction.Sigmoid => Probabilities.Sigmoid(values),
            _ => values,
        };
        return [.. Enumerable.Range(0, scores.Length)
            .OrderByDescending(label => scores[label])
            .TakeWhile(label => threshold is null || scores[label] >= threshold)
            .Take(topK)
            .Select(label => new LabelScore(labels.Names[label], scores[label]))];
    }

    private static ScoreFunction Resolve(ScoreFunction function, LabelSet labels) => function switch
    {
        ScoreFunction.Auto when labels.ProblemType == ProblemType.Regression && !labels.IsProblemTypeImplied => ScoreFunction.None,
        ScoreFunction.Auto when labels.ProblemType == ProblemType.MultiLabel || labels.Count == 1 => ScoreFunction.Sigmoid,
        ScoreFunction.Auto => ScoreFunction.Softmax,
        _ => function,
    };
}
