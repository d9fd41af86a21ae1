namespace Graft.Preflight;

/// <summary>One row that a finding is about.</summary>
/// <param name="Row">Where the row came from: "train.csv, line 12", or an image's path; for a finding about classes the class's name.</param>
/// <param name="Other">The row that it is compared with, or null.</param>
/// <param name="Detail">What was seen: "94% alike", "3 × 2 pixels", or null.</param>
public sealed record FindingExample(string Row, string? Other = null, string? Detail = null);
