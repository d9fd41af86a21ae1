namespace Graft.Preflight;

/// <summary>Data with findings that count as errors: nothing was trained.</summary>
public sealed class PreflightException : GraftException
{
    /// <summary>Creates the error from findings.</summary>
    /// <param name="data">The data's name.</param>
    /// <param name="findings">All findings; those that are more than notes count.</param>
    public PreflightException(string data, IReadOnlyList<Finding> findings)
        : base(
            $"Under --strict the data is refused for {Codes(findings)}.", data,
            remedy: "Do what the findings say, or leave --strict out.")
    {
    }

    /// <summary>Throws if a finding is more than a note.</summary>
    /// <exception cref="PreflightException">One is.</exception>
    public static void ThrowIfAny(string data, IReadOnlyList<Finding> findings)
    {
        if (findings.Any(finding => finding.Severity > FindingSeverity.Note))
        {
            throw new PreflightException(data, findings);
        }
    }

    private static string Codes(IReadOnlyList<Finding> findings) =>
        string.Join(", ", findings.Where(finding => finding.Severity > FindingSeverity.Note).Select(finding => finding.Code).Distinct());
}
