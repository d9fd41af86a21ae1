namespace Graft.Evaluation;

/// <summary>The scores of one class or label.</summary>
/// <param name="Precision">Of the rows predicted as this class, the share that is.</param>
/// <param name="Recall">Of the rows of this class, the share that was found.</param>
/// <param name="F1">2tp / (2tp + fp + fn).</param>
/// <param name="Support">The number of rows of this class.</param>
public readonly record struct ClassScores(double Precision, double Recall, double F1, int Support);
