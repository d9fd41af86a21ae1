namespace Graft.Reports;

/// <summary>One evaluation during training.</summary>
/// <param name="Epoch">Epochs passed; may be a fraction.</param>
/// <param name="Metrics">Value by public metric name, as in <see cref="Evaluation.MetricSet"/>, and "loss" for the validation loss.</param>
public sealed record EpochPoint(double Epoch, IReadOnlyDictionary<string, double> Metrics);
