namespace Graft.Evaluation;

/// <summary>Labels, predictions or scores that cannot be evaluated: lengths that differ, a label out of range, no rows.</summary>
public sealed class EvaluationException : GraftException
{
    /// <summary>Creates the error from what is wrong and, where known, the row and the remedy.</summary>
    /// <param name="problem">What is wrong, in one sentence that names the values concerned.</param>
    /// <param name="place">The row or column concerned, or null.</param>
    /// <param name="remedy">What to do about it, or null.</param>
    public EvaluationException(string problem, string? place = null, string? remedy = null)
        : base(problem, null, place, remedy)
    {
    }
}
