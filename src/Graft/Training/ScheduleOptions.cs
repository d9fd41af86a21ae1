namespace Graft.Training;

/// <summary>The learning-rate schedule and its constants; those that a kind does not use are ignored.</summary>
public sealed record ScheduleOptions
{
    /// <summary>How the rate changes after warm-up. Default linear.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Linear;

    /// <summary>Warm-up: a number of steps from 1 up, or a share of all steps below 1, rounded up. Default 0.</summary>
    public double Warmup { get; init; }

    /// <summary>Cosines: number of periods; null is half a period, and one whole with restarts.</summary>
    public double? Cycles { get; init; }

    /// <summary>Polynomial: the exponent. Default 1.</summary>
    public double Power { get; init; } = 1;

    /// <summary>Polynomial: the end, as a share of the rate; null is 1e-7 divided by the rate.</summary>
    public double? EndShare { get; init; }

    /// <summary>Least rate as a share of the rate. Default 0.</summary>
    public double MinimumShare { get; init; }

    /// <summary>Where warm-up starts, as a share of the rate; null starts one step up from 0. Cosine warm-up with a minimum only.</summary>
    public double? WarmupStartShare { get; init; }

    /// <summary>Inverse root: steps after which the rate has the form's unit; null is the warm-up, or 10,000 without one.</summary>
    public double? TimescaleSteps { get; init; }

    /// <summary>Warm-up, stable, decay: steps of the decay. Default 0.</summary>
    public int DecaySteps { get; init; }

    /// <summary>Warm-up, stable, decay: steps of the plateau; null is what warm-up and decay leave.</summary>
    public int? StableSteps { get; init; }

    /// <summary>Warm-up, stable, decay: form of the warm-up. Default linear.</summary>
    public RampShape WarmupShape { get; init; } = RampShape.Linear;

    /// <summary>Warm-up, stable, decay: form of the decay. Default cosine.</summary>
    public RampShape DecayShape { get; init; } = RampShape.Cosine;
}
