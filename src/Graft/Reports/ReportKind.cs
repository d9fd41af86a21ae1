namespace Graft.Reports;

/// <summary>What the model reads.</summary>
public enum ReportKind
{
    /// <summary>Texts.</summary>
    Text,

    /// <summary>Images.</summary>
    Images,
}
