namespace Graft.Evaluation;

/// <summary>A percentile interval of a bootstrap.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="Confidence">The confidence level, in 0..1.</param>
public readonly record struct BootstrapInterval(double Low, double High, double Confidence);
