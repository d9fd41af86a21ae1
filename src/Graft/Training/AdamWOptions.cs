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
}
