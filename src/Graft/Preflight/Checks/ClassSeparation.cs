using Graft.Evaluation;

namespace Graft.Preflight.Checks;

/// <summary>
/// How well a single number (a length, a size) tells a class from the rest: the area under the ROC curve (Mann and
/// Whitney's U, ties counted half), with the lower end of its interval after Hanley and McNeil, "The meaning and use of
/// the area under a receiver operating characteristic (ROC) curve" (1982), so that few rows prove nothing.
/// </summary>
/// <param name="Class">The class.</param>
/// <param name="Area">0.5 (not at all) to 1; below a half it is turned round.</param>
/// <param name="Lower">The lower end of the interval.</param>
internal readonly record struct ClassSeparation(int Class, double Area, double Lower)
{
    private const int FewestRows = 10;

    // Over all classes together.
    private const double ErrorRate = 0.001;

    /// <summary>The separation of each class with at least ten rows in it and ten out of it.</summary>
    /// <param name="values">A number for each row.</param>
    /// <param name="classes">The row's class, from 0.</param>
    /// <param name="classCount">Number of classes.</param>
    public static IEnumerable<ClassSeparation> Of(double[] values, int[] classes, int classCount)
    {
        double[] ranks = Ranks(values);
        var sums = new double[classCount];
        var counts = new int[classCount];
        for (int row = 0; row < ranks.Length; row++)
        {
            sums[classes[row]] += ranks[row];
            counts[classes[row]]++;
        }

        double z = NormalDistribution.TwoSidedQuantile(1 - (ErrorRate / Math.Max(1, classCount)));
        for (int label = 0; label < classCount; label++)
        {
            double inside = counts[label], outside = ranks.Length - inside;
            if (inside < FewestRows || outside < FewestRows)
            {
                continue;
            }

            double area = (sums[label] - (inside * (inside + 1) / 2)) / (inside * outside);
            area = Math.Max(area, 1 - area);
            double q1 = area / (2 - area), q2 = 2 * area * area / (1 + area);
            double variance = ((area * (1 - area)) + ((inside - 1) * (q1 - (area * area))) + ((outside - 1) * (q2 - (area * area)))) / (inside * outside);
            yield return new ClassSeparation(label, area, area - (z * Math.Sqrt(Math.Max(0, variance))));
        }
    }

    // From 1; equal values share the mean of their ranks.
    private static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort((double[])values.Clone(), order);
        var ranks = new double[values.Length];
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }

            start = end;
        }

        return ranks;
    }
}
