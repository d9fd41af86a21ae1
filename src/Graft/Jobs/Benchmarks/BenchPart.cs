namespace Graft.Jobs.Benchmarks;

/// <summary>A part of the time that something takes.</summary>
/// <param name="Name">What it is spent on.</param>
/// <param name="Seconds">How long, when measured by itself at the same shapes.</param>
/// <param name="Share">Its share of the whole.</param>
public sealed record BenchPart(string Name, double Seconds, double Share);
