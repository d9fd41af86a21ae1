using System.Text.Json.Serialization;

namespace Graft.Jobs.Machine;

/// <summary>What `graft doctor` found.</summary>
/// <param name="Version">Graft's version.</param>
/// <param name="Processor">The processor.</param>
/// <param name="Entries">Everything that was looked at.</param>
/// <param name="Rates">What the machine reaches; null where libtorch cannot be loaded.</param>
public sealed record Diagnosis(string Version, ProcessorInfo Processor, IReadOnlyList<DiagnosisEntry> Entries, MachineRates? Rates)
{
    /// <summary>As JSON, the kind of line.</summary>
    [JsonPropertyOrder(-1)]
    public string Event => "doctor";

    /// <summary>True if nothing stands in the way of training and prediction.</summary>
    public bool IsHealthy => Entries.All(entry => entry.State != DiagnosisState.Problem);
}
