namespace Graft.Training;

/// <summary>The factor on the learning rate at each step, as the public trainer computes it.</summary>
public sealed class LearningRateSchedule
{
    private readonly ScheduleOptions _options;
    private readonly double _learningRate;
    private readonly int _totalSteps;

    /// <summary>Creates the schedule of a run.</summary>
    /// <param name="options">Kind and constants.</param>
    /// <param name="totalSteps">Optimizer steps of the whole run.</param>
    /// <param name="learningRate">The rate that the factors apply to.</param>
    public LearningRateSchedule(ScheduleOptions options, int totalSteps, double learningRate)
    {
        _options = options;
        _totalSteps = totalSteps;
        _learningRate = learningRate;
        WarmupSteps = StepsOf(options.Warmup, totalSteps);
    }

    /// <summary>Steps of the warm-up.</summary>
    public int WarmupSteps { get; }

    /// <summary>A warm-up as a number of steps: itself from 1 up, a share of all steps (rounded up) below.</summary>
    public static int StepsOf(double warmup, int totalSteps) =>
        warmup >= 1 ? (int)warmup : (int)Math.Ceiling(totalSteps * warmup);

    /// <summary>The factor of a step.</summary>
    /// <param name="step">Number of the optimizer step, from 0.</param>
    public double Factor(int step) => _options.Kind switch
    {
        ScheduleKind.Linear => Warming(step) ?? Math.Max(0, (double)(_totalSteps - step) / Math.Max(1, _totalSteps - WarmupSteps)),
        ScheduleKind.Cosine => Warming(step) ?? Math.Max(0, Cosine(Progress(step) * 2 * (_options.Cycles ?? 0.5))),
        ScheduleKind.CosineWithRestarts => Warming(step) ?? Restarting(Progress(step)),
        ScheduleKind.Polynomial => Warming(step) ?? Polynomial(step),
        ScheduleKind.Constant => 1,
        ScheduleKind.ConstantWithWarmup => Warming(step) ?? 1,
        ScheduleKind.InverseSquareRoot => Warming(step) ?? InverseSquareRoot(step),
        ScheduleKind.CosineWithMinimum => Warming(step) ?? AboveMinimum(Cosine(Progress(step) * 2 * (_options.Cycles ?? 0.5))),
        ScheduleKind.CosineWarmupWithMinimum => CosineWarmup(step),
        ScheduleKind.WarmupStableDecay => WarmupStableDecay(step),
        _ => throw new InvalidOperationException($"no such schedule: {_options.Kind}"),
    };

    // Null once the warm-up is over.
    private double? Warming(int step) => step < WarmupSteps ? (double)step / Math.Max(1, WarmupSteps) : null;

    private double Progress(int step) => (double)(step - WarmupSteps) / Math.Max(1, _totalSteps - WarmupSteps);

    // 1 at 0, 0 at 1, 1 at 2.
    private static double Cosine(double halfPeriods) => 0.5 * (1 + Math.Cos(Math.PI * halfPeriods));

    private double AboveMinimum(double factor) => Math.Max(0, factor * (1 - _options.MinimumShare) + _options.MinimumShare);

    private double Restarting(double progress) =>
        progress >= 1 ? 0 : Math.Max(0, Cosine((_options.Cycles ?? 1) * progress % 1.0));

    private double Polynomial(int step)
    {
        double end = _options.EndShare ?? 1e-7 / _learningRate;
        if (step > _totalSteps)
        {
            return end;
        }

        double remaining = 1 - (double)(step - WarmupSteps) / (_totalSteps - WarmupSteps);
        return (1 - end) * Math.Pow(remaining, _options.Power) + end;
    }

    private double InverseSquareRoot(int step)
    {
        double timescale = _options.TimescaleSteps ?? (WarmupSteps > 0 ? WarmupSteps : 10_000);
        return 1 / Math.Sqrt((step + timescale - WarmupSteps) / timescale);
    }

    private double CosineWarmup(int step)
    {
        if (step < WarmupSteps)
        {
            return _options.WarmupStartShare is { } start
                ? start + (1 - start) * step / Math.Max(1, WarmupSteps - 1)
                : (step + 1.0) / Math.Max(1, WarmupSteps);
        }

        double progress = (step - WarmupSteps + 1.0) / Math.Max(1, _totalSteps - WarmupSteps);
        return AboveMinimum(Cosine(progress * 2 * (_options.Cycles ?? 0.5)));
    }

    private double WarmupStableDecay(int step)
    {
        int stable = _options.StableSteps ?? _totalSteps - WarmupSteps - _options.DecaySteps;
        if (step < WarmupSteps)
        {
            return AboveMinimum(Rise(_options.WarmupShape, (double)step / Math.Max(1, WarmupSteps)));
        }

        if (step < WarmupSteps + stable)
        {
            return 1;
        }

        if (step < WarmupSteps + stable + _options.DecaySteps)
        {
            return AboveMinimum(Fall(_options.DecayShape, (double)(step - WarmupSteps - stable) / Math.Max(1, _options.DecaySteps)));
        }

        return _options.MinimumShare;
    }

    private static double Rise(RampShape shape, double progress) => shape switch
    {
        RampShape.Linear => progress,
        RampShape.Cosine => Cosine(1 - progress),
        _ => 1 - Math.Sqrt(1 - progress),
    };

    private double Fall(RampShape shape, double progress) => shape switch
    {
        RampShape.Linear => 1 - progress,
        RampShape.Cosine => Cosine(progress * 2 * (_options.Cycles ?? 0.5)),
        _ => 1 - Math.Sqrt(progress),
    };
}
