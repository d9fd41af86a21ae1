namespace Graft.Evaluation;

/// <summary>
/// The cumulated counts that all ranking metrics are made of: at each distinct score, from the highest down, how many
/// positives and negatives score at least that much.
/// </summary>
internal sealed class RankedCounts
{
    private RankedCounts(List<double> thresholds, List<int> positives, List<int> negatives)
    {
        Thresholds = thresholds;
        Positives = positives;
        Negatives = negatives;
    }

    public List<double> Thresholds { get; }

    public List<int> Positives { get; }

    public List<int> Negatives { get; }

    public int PositiveCount => Positives[^1];

    public int NegativeCount => Negatives[^1];

    /// <summary>Ranks rows with labels 0 or 1 by score.</summary>
    public static RankedCounts Compute(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores)
    {
        Check.SameLength(labels.Length, scores.Length, "scores");
        Check.AnyRows(labels.Length);
        Check.Labels(labels, 2);
        Check.NoNaN(scores, "scores");
        double[] keys = scores.ToArray();
        int[] sorted = labels.ToArray();
        Array.Sort(keys, sorted);

        var thresholds = new List<double>();
        var positives = new List<int>();
        var negatives = new List<int>();
        int positive = 0, negative = 0;
        for (int i = keys.Length - 1; i >= 0; i--)
        {
            positive += sorted[i];
            negative += 1 - sorted[i];
            if (i == 0 || keys[i - 1] != keys[i])
            {
                thresholds.Add(keys[i]);
                positives.Add(positive);
                negatives.Add(negative);
            }
        }

        return new(thresholds, positives, negatives);
    }
}
