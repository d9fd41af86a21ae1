namespace Graft.Evaluation;

/// <summary>The rows whose confidence falls in one bin.</summary>
/// <param name="Index">The 0-based bin b of B: confidences in (b/B, (b+1)/B], and 0 in the first.</param>
/// <param name="Count">The number of rows, at least 1.</param>
/// <param name="Accuracy">The share that is right.</param>
/// <param name="Confidence">The mean confidence.</param>
public readonly record struct CalibrationBin(int Index, int Count, double Accuracy, double Confidence)
{
    /// <summary>How far accuracy and confidence lie apart, 0..1.</summary>
    public double Gap => Math.Abs(Accuracy - Confidence);
}
