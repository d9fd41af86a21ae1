namespace Graft.Evaluation;

/// <summary>
/// The quality of predicted probabilities. Probabilities of several classes are flat [n x k], row by row; labels are
/// 0..k - 1. All throw <see cref="EvaluationException"/> where shapes disagree, there are no rows, a label is out of range
/// or a probability is outside 0..1 (for metrics that only rank: is NaN).
/// </summary>
public static class ProbabilityMetrics
{
    private const double Epsilon = 2.220446049250313e-16; // 2^-52

    /// <summary>Mean negative log-likelihood, natural logarithm; probabilities are clipped to [2⁻⁵², 1 - 2⁻⁵²].</summary>
    /// <param name="labels">True classes [n].</param>
    /// <param name="probabilities">[n x k].</param>
    /// <param name="classCount">k.</param>
    public static double LogLoss(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classCount)
    {
        CheckInput(labels, probabilities, classCount);
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            sum -= ClippedLog(probabilities[(row * classCount) + labels[row]]);
        }

        return sum / labels.Length;
    }

    /// <summary>Mean over rows of the squared error summed over all classes, in 0..2 (Brier, 1950).</summary>
    /// <param name="labels">True classes [n].</param>
    /// <param name="probabilities">[n x k].</param>
    /// <param name="classCount">k.</param>
    public static double Brier(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classCount)
    {
        CheckInput(labels, probabilities, classCount);
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            for (int c = 0; c < classCount; c++)
            {
                double error = probabilities[(row * classCount) + c] - (labels[row] == c ? 1 : 0);
                sum += error * error;
            }
        }

        return sum / labels.Length;
    }

    /// <summary>Mean negative log-likelihood of two classes, from the probability of class 1; clipped as <see cref="LogLoss"/>.</summary>
    /// <param name="labels">0 or 1, [n].</param>
    /// <param name="positiveProbabilities">The probability of class 1, [n].</param>
    public static double BinaryLogLoss(ReadOnlySpan<int> labels, ReadOnlySpan<double> positiveProbabilities)
    {
        CheckBinary(labels, positiveProbabilities);
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double p = positiveProbabilities[row];
            sum -= ClippedLog(labels[row] == 1 ? p : 1 - p);
        }

        return sum / labels.Length;
    }

    /// <summary>Mean squared error of the probability of class 1, in 0..1.</summary>
    /// <param name="labels">0 or 1, [n].</param>
    /// <param name="positiveProbabilities">The probability of class 1, [n].</param>
    public static double BinaryBrier(ReadOnlySpan<int> labels, ReadOnlySpan<double> positiveProbabilities)
    {
        CheckBinary(labels, positiveProbabilities);
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double error = positiveProbabilities[row] - labels[row];
            sum += error * error;
        }

        return sum / labels.Length;
    }

    /// <summary>
    /// Area under the ROC curve of each class against the rest, averaged. Macro: NaN where a class does not occur
    /// (or only one does); weighted by the rows of each class: such a class is left out.
    /// </summary>
    /// <param name="labels">True classes [n].</param>
    /// <param name="scores">[n x k]; only the order within a column counts.</param>
    /// <param name="classCount">k.</param>
    /// <param name="weighted">Weigh the classes by their rows.</param>
    public static double RocAucOneAgainstRest(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int classCount, bool weighted = false)
    {
        CheckRanking(labels, scores, classCount);
        double sum = 0;
        for (int c = 0; c < classCount; c++)
        {
            int[] member = Membership(labels, c);
            int support = member.Sum();
            if (support == 0)
            {
                if (!weighted)
                {
                    return double.NaN;
                }

                continue;
            }

            sum += RankingMetrics.RocAuc(member, Column(scores, classCount, c)) * (weighted ? support : 1);
        }

        return sum / (weighted ? labels.Length : classCount);
    }

    /// <summary>
    /// Area under the ROC curve of each pair of classes that occur, averaged over both directions and all pairs
    /// (Hand and Till, 2001). NaN where fewer than two classes occur.
    /// </summary>
    /// <param name="labels">True classes [n].</param>
    /// <param name="scores">[n x k]; only the order within a column counts.</param>
    /// <param name="classCount">k.</param>
    public static double RocAucOneAgainstOne(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int classCount)
    {
        CheckRanking(labels, scores, classCount);
        int[] all = labels.ToArray();
        int[] present = [.. all.Distinct().Order()];
        double[][] columns = [.. Enumerable.Range(0, classCount).Select(_ => Array.Empty<double>())];
        foreach (int c in present)
        {
            columns[c] = Column(scores, classCount, c);
        }

        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < present.Length; i++)
        {
            for (int j = i + 1; j < present.Length; j++)
            {
                (int a, int b) = (present[i], present[j]);
                int[] rows = [.. Enumerable.Range(0, all.Length).Where(row => all[row] == a || all[row] == b)];
                int[] isA = [.. rows.Select(row => all[row] == a ? 1 : 0)];
                int[] isB = [.. rows.Select(row => all[row] == b ? 1 : 0)];
                sum += RankingMetrics.RocAuc(isA, [.. rows.Select(row => columns[a][row])]) / 2;
                sum += RankingMetrics.RocAuc(isB, [.. rows.Select(row => columns[b][row])]) / 2;
                pairs++;
            }
        }

        return sum / pairs;
    }

    /// <summary>Average precision of each class against the rest, plain mean; a class that does not occur counts 0.</summary>
    /// <param name="labels">True classes [n].</param>
    /// <param name="scores">[n x k]; only the order within a column counts.</param>
    /// <param name="classCount">k.</param>
    public static double AveragePrecisionMacro(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int classCount)
    {
        CheckRanking(labels, scores, classCount);
        double sum = 0;
        for (int c = 0; c < classCount; c++)
        {
            sum += RankingMetrics.AveragePrecision(Membership(labels, c), Column(scores, classCount, c));
        }

        return sum / classCount;
    }

    /// <summary>Average precision over all n x k cells of the one-hot labels as one ranking.</summary>
    /// <param name="labels">True classes [n].</param>
    /// <param name="scores">[n x k], comparable between columns.</param>
    /// <param name="classCount">k.</param>
    public static double AveragePrecisionMicro(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int classCount)
    {
        CheckRanking(labels, scores, classCount);
        var oneHot = new int[scores.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            oneHot[(row * classCount) + labels[row]] = 1;
        }

        return RankingMetrics.AveragePrecision(oneHot, scores);
    }

    /// <summary>
    /// The share of rows whose true class is among the k highest scores. Of equal scores the higher class index ranks first.
    /// </summary>
    /// <param name="labels">True classes [n].</param>
    /// <param name="scores">[n x classCount].</param>
    /// <param name="classCount">The number of classes.</param>
    /// <param name="k">How many classes may be named, at least 1.</param>
    public static double TopKAccuracy(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int classCount, int k)
    {
        CheckRanking(labels, scores, classCount);
        if (k < 1)
        {
            throw new EvaluationException($"k ({k}) must be at least 1.");
        }

        int hits = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> line = scores.Slice(row * classCount, classCount);
            int label = labels[row], ahead = 0;
            for (int c = 0; c < classCount; c++)
            {
                ahead += line[c] > line[label] || (line[c] == line[label] && c > label) ? 1 : 0;
            }

            hits += ahead < k ? 1 : 0;
        }

        return hits / (double)labels.Length;
    }

    /// <summary>The class of the highest score of each row; of equal scores the lower class index.</summary>
    /// <param name="scores">[n x k].</param>
    /// <param name="classCount">k, at least 1.</param>
    public static int[] ArgMax(ReadOnlySpan<double> scores, int classCount)
    {
        Check.ClassCount(classCount);
        Check.Shape(Math.Max(1, scores.Length / classCount), classCount, scores.Length, "scores");
        Check.NoNaN(scores, "scores");
        var best = new int[scores.Length / classCount];
        for (int row = 0; row < best.Length; row++)
        {
            ReadOnlySpan<double> line = scores.Slice(row * classCount, classCount);
            for (int c = 1; c < classCount; c++)
            {
                best[row] = line[c] > line[best[row]] ? c : best[row];
            }
        }

        return best;
    }

    internal static double ClippedLog(double probability) => Math.Log(Math.Clamp(probability, Epsilon, 1 - Epsilon));

    internal static double[] Column(ReadOnlySpan<double> matrix, int columns, int column)
    {
        var values = new double[matrix.Length / columns];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = matrix[(row * columns) + column];
        }

        return values;
    }

    private static int[] Membership(ReadOnlySpan<int> labels, int classIndex)
    {
        var member = new int[labels.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            member[row] = labels[row] == classIndex ? 1 : 0;
        }

        return member;
    }

    private static void CheckInput(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classCount)
    {
        Check.Shape(labels.Length, classCount, probabilities.Length, "probabilities");
        Check.Labels(labels, classCount);
        Check.Probabilities(probabilities);
    }

    private static void CheckRanking(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int classCount)
    {
        Check.Shape(labels.Length, classCount, scores.Length, "scores");
        Check.Labels(labels, classCount);
        Check.NoNaN(scores, "scores");
    }

    private static void CheckBinary(ReadOnlySpan<int> labels, ReadOnlySpan<double> positiveProbabilities)
    {
        Check.SameLength(labels.Length, positiveProbabilities.Length, "probabilities");
        Check.AnyRows(labels.Length);
        Check.Labels(labels, 2);
        Check.Probabilities(positiveProbabilities);
    }
}
