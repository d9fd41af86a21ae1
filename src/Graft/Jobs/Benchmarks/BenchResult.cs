using Graft.Tensors;

namespace Graft.Jobs.Benchmarks;

/// <summary>What was measured.</summary>
/// <param name="Case">What it is, with model and sizes.</param>
/// <param name="Seconds">The median of the repeats.</param>
/// <param name="PerSecond">How much of the unit a second.</param>
/// <param name="Unit">What is counted: steps, texts, images, MB, answers.</param>
public sealed record BenchResult(string Case, double Seconds, double PerSecond, string Unit)
{
    /// <summary>The format of products; null where there are none.</summary>
    public ComputeFormat? Format { get; init; }

    /// <summary>10^9 operations a second in matrix products, counted on the model's sizes; null where there are none.</summary>
    public double? Gflops { get; init; }

    /// <summary>The machine's own product rate in its fastest format, measured between the repeats.</summary>
    public double? MachineGflops { get; init; }

    /// <summary>10^9 operations a second that products of 8-bit whole numbers reach, where they were asked for.</summary>
    public double? Int8Gops { get; init; }

    /// <summary><see cref="Gflops"/> / <see cref="MachineGflops"/>.</summary>
    public double? Ratio => Gflops / MachineGflops;

    /// <summary>The most memory that the process has had.</summary>
    public long PeakMemoryBytes { get; init; }

    /// <summary>Where the time goes, where that was measured.</summary>
    public IReadOnlyList<BenchPart> Profile { get; init; } = [];
}
