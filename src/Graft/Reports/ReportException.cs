namespace Graft.Reports;

/// <summary>A report whose parts contradict each other, or that cannot be written.</summary>
public sealed class ReportException : GraftException
{
    /// <summary>Creates the error from what is wrong, the file concerned and the remedy.</summary>
    /// <param name="problem">What is wrong, in one sentence that names the values concerned.</param>
    /// <param name="path">The file that was to be written, or null.</param>
    /// <param name="remedy">What to do about it, or null.</param>
    /// <param name="innerException">The error underneath, or null.</param>
    public ReportException(string problem, string? path = null, string? remedy = null, Exception? innerException = null)
        : base(problem, path, null, remedy, innerException)
    {
    }
}
