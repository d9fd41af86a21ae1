namespace Graft.Evaluation;

/// <summary>What the cells of a confusion matrix are divided by.</summary>
public enum ConfusionNormalization
{
    /// <summary>By the rows of the true class: each row sums to 1 (or 0 for a class that is not there).</summary>
    ByTrueClass,

    /// <summary>By the rows predicted as the class: each column sums to 1 (or 0 for a class that was never predicted).</summary>
    ByPredictedClass,

    /// <summary>By the number of rows: all cells sum to 1.</summary>
    ByTotal,
}
