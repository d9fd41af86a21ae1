using Graft.Evaluation;
using Graft.Models;

namespace Graft.Pipelines;

/// <summary>From the logits of a row to ranked labels.</summary>
internal static class ScoreRanking
{
    /// <summary>The highest scores first; of equal ones the lower label number.</summary>
    public static IReadOnlyList<LabelScore> Rank(ReadOnlySpan<float> logits, LabelSet labels, ScoreFunction function, int topK)
    {
        double[] values = new double[logits.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = logits[i];
        }

        double[] scores = Resolve(function, labels) switch
        {
            ScoreFunction.Softmax => Probabilities.Softmax(values, values.Length),
            ScoreFunction.Sigmoid => Probabilities.Sigmoid(values),
            _ => values,
        };
        return [.. Enumerable.Range(0, scores.Length)
            .OrderByDescending(label => scores[label])
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
