using Graft.Models;

namespace Graft.Training;

/// <summary>Options that are set and have no effect on the rows of a run.</summary>
internal static class OptionWarnings
{
    /// <summary>A sentence for each.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="labels">What the rows are labelled with.</param>
    public static IEnumerable<string> Of(TrainingOptions options, LabelSet labels)
    {
        if (labels.ProblemType == ProblemType.SingleLabel)
        {
            yield break;
        }

        if (options.LabelSmoothing > 0)
        {
            yield return "Label smoothing (--label-smoothing; TrainingOptions.LabelSmoothing) has no effect: it is for rows of one label each.";
        }

        if (options.ClassWeights is not null)
        {
            yield return "Class weights (TrainingOptions.ClassWeights) have no effect: they are for rows of one label each.";
        }
    }
}
