namespace Graft.Reports;

/// <summary>A line of a table: an option, a timing, a fact about the machine.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value, with its unit.</param>
public sealed record ReportEntry(string Name, string Value);
