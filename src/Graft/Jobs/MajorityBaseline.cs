using Graft.Data;
using Graft.Models;
using Graft.Training;

namespace Graft.Jobs;

/// <summary>What always answering with the training part's most frequent class is worth on the test part.</summary>
/// <param name="Label">The class.</param>
/// <param name="Accuracy">Its share of the test part.</param>
internal sealed record MajorityBaseline(string Label, double Accuracy)
{
    /// <summary>The baseline, or null where rows have no single class.</summary>
    public static MajorityBaseline? Of(Dataset train, EvaluationOutput test)
    {
        if (train.Labels.ProblemType != ProblemType.SingleLabel)
        {
            return null;
        }

        int[] counts = train.ClassCounts();
        int majority = Array.IndexOf(counts, counts.Max());
        return new MajorityBaseline(train.Labels.Names[majority], test.Targets.Count(target => target == majority) / (double)test.Count);
    }
}
