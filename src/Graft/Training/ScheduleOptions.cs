namespace Graft.Training;

/// <summary>The learning-rate schedule and its constants; those that a kind does not use are ignored.</summary>
public sealed record ScheduleOptions
{
    /// <summary>How the rate changes after warm-up. Default linear.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Linear;

    /// <summary>Warm-up: a number of steps from 1 up, or a share of all steps below 1, rounded up. Default 0.</summary>
    public double Warmup { get; init; }

    /// <summary>Cosines: number of periods, from 0; null is half a period, and one whole with restarts.</summary>
    public double? Cycles { get; init; }

    /// <summary>Polynomial: the exponent, from 0. Default 1.</summary>
    public double Power { get; init; } = 1;

    /// <summary>Polynomial: the end, as a share of the rate, 0 to below 1; null is 1e-7 divided by the rate.</summary>
    public double? EndShare { get; init; }

    /// <summary>Least rate as a share of the rate, 0 (the default) to 1.</summary>
    public double MinimumShare { get; init; }

    /// <summary>Where warm-up starts, as a share of the rate, 0 to 1; null starts one step up from 0. Cosine warm-up with a minimum only.</summary>
    public double? WarmupStartShare { get; init; }

    /// <summary>Inverse root: steps after which the rate has the form's unit, above 0; null is the warm-up, or 10,000 without one.</summary>
    public double? TimescaleSteps { get; init; }

    /// <summary>Warm-up, stable, decay: steps of the decay, from 0. Default 0.</summary>
    public int DecaySteps { get; init; }

    /// <summary>Warm-up, stable, decay: steps of the plateau, from 0; null is what warm-up and decay leave.</summary>
    public int? StableSteps { get; init; }

    /// <summary>Warm-up, stable, decay: form of the warm-up. Default linear.</summary>
    public RampShape WarmupShape { get; init; } = RampShape.Linear;

    /// <summary>Warm-up, stable, decay: form of the decay. Default cosine.</summary>
    public RampShape DecayShape { get; init; } = RampShape.Cosine;

    /// <summary>One sentence for each constant that cannot work, whichever kind uses it.</summary>
    /// <param name="learningRate">The rate that the shares are of.</param>
    internal IEnumerable<string> Problems(double learningRate)
    {
        (bool Holds, string Problem)[] checks =
        [
            (Enum.IsDefined(Kind), $"Schedule.Kind ({Kind}) is no schedule."),
            (Warmup is >= 0 and <= int.MaxValue, $"Schedule.Warmup ({Warmup}) must be from 0."),
            (Cycles is null || (Cycles >= 0 && double.IsFinite(Cycles.Value)), $"Schedule.Cycles ({Cycles}) must be from 0."),
            (Power >= 0 && double.IsFinite(Power), $"Schedule.Power ({Power}) must be from 0."),
            (EndShare is null or (>= 0 and < 1), $"Schedule.EndShare ({EndShare}) must be from 0 to below 1."),
            (Kind != ScheduleKind.Polynomial || EndShare is not null || !(learningRate <= 1e-7), $"Schedule.EndShare must be given where LearningRate ({learningRate}) is 1e-7 or less: by itself it ends at 1e-7."),
            (MinimumShare is >= 0 and <= 1, $"Schedule.MinimumShare ({MinimumShare}) must be from 0 to 1."),
            (WarmupStartShare is null or (>= 0 and <= 1), $"Schedule.WarmupStartShare ({WarmupStartShare}) must be from 0 to 1."),
            (TimescaleSteps is null || (TimescaleSteps > 0 && double.IsFinite(TimescaleSteps.Value)), $"Schedule.TimescaleSteps ({TimescaleSteps}) must be above 0."),
            (DecaySteps >= 0, $"Schedule.DecaySteps ({DecaySteps}) must be from 0."),
            (StableSteps is null or >= 0, $"Schedule.StableSteps ({StableSteps}) must be from 0."),
            (Enum.IsDefined(WarmupShape), $"Schedule.WarmupShape ({WarmupShape}) is no shape."),
            (Enum.IsDefined(DecayShape), $"Schedule.DecayShape ({DecayShape}) is no shape."),
        ];
        return checks.Where(check => !check.Holds).Select(check => check.Problem);
    }
}
