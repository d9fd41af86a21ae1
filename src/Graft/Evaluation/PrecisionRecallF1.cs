namespace Graft.Evaluation;

/// <summary>A precision, a recall and an F1 score, each in 0..1, or NaN where undefined and left out.</summary>
/// <param name="Precision">Of what was predicted, the share that is right.</param>
/// <param name="Recall">Of what is there, the share that was found.</param>
/// <param name="F1">2tp / (2tp + fp + fn); an average F1 is the mean of F1 scores, not the F1 of the means.</param>
public readonly record struct PrecisionRecallF1(double Precision, double Recall, double F1);
