namespace Graft.Evaluation;

/// <summary>
/// The value of a precision, recall or F score whose denominator is zero, such as the precision of a class that was never predicted.
/// </summary>
public enum UndefinedScore
{
    /// <summary>Counts as 0: the default, which punishes a class that is never predicted.</summary>
    Zero,

    /// <summary>Counts as 1.</summary>
    One,

    /// <summary>Is <see cref="double.NaN"/> and left out of averages; an average over nothing is NaN.</summary>
    LeaveOut,
}
