namespace Graft.Training;

/// <summary>Constants of the optimizer.</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the mean of gradients, 0 to below 1. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients, 0 to below 1. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the squares, above 0. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>One sentence for each constant that cannot work.</summary>
    internal IEnumerable<string> Problems()
    {
        (bool Holds, string Problem)[] checks =
        [
            (Beta1 is >= 0 and < 1, $"Optimizer.Beta1 ({Beta1}) must be from 0 to below 1."),
            (Beta2 is >= 0 and < 1, $"Optimizer.Beta2 ({Beta2}) must be from 0 to below 1."),
            (Epsilon > 0 && double.IsFinite(Epsilon), $"Optimizer.Epsilon ({Epsilon}) must be above 0."),
        ];
        return checks.Where(check => !check.Holds).Select(check => check.Problem);
    }
}
