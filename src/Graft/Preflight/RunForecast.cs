namespace Graft.Preflight;

/// <summary>What a training with the default options is expected to take.</summary>
/// <param name="Model">The model's folder.</param>
/// <param name="Seconds">Time of all steps and evaluations.</param>
/// <param name="MemoryBytes">Peak memory of the process.</param>
public sealed record RunForecast(string Model, double Seconds, long MemoryBytes);
