namespace Graft.Jobs.Machine;

/// <summary>One thing about the machine.</summary>
/// <param name="Name">What.</param>
/// <param name="Value">How it is.</param>
/// <param name="State">Whether that is good.</param>
/// <param name="Advice">What to do about it, or null.</param>
public sealed record DiagnosisEntry(string Name, string Value, DiagnosisState State = DiagnosisState.Good, string? Advice = null);
