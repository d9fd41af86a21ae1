using Graft.Evaluation;

namespace Graft.Reports;

/// <summary>
/// All that the report of a training run says, as plain values. Only the title, kind and base model are required: a part
/// without values is left out of the page.
/// </summary>
public sealed record RunReport
{
    /// <summary>The headline of the page, such as the name of the folder that was trained on.</summary>
    public required string Title { get; init; }

    /// <summary>Texts or images.</summary>
    public required ReportKind Kind { get; init; }

    /// <summary>The pretrained model that was grafted on: a folder name, or "org/name" of the hub.</summary>
    public required string BaseModel { get; init; }

    /// <summary>The name of the data, or null.</summary>
    public string? DataName { get; init; }

    /// <summary>When the run ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The label names, by label index.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The parts of the data.</summary>
    public IReadOnlyList<ReportSplit> Splits { get; init; } = [];

    /// <summary>The training options.</summary>
    public IReadOnlyList<ReportEntry> Options { get; init; } = [];

    /// <summary>The training loss and learning rate, by ascending step.</summary>
    public IReadOnlyList<LossPoint> Steps { get; init; } = [];

    /// <summary>The evaluations during training, by ascending epoch.</summary>
    public IReadOnlyList<EpochPoint> Epochs { get; init; } = [];

    /// <summary>The result on the test rows of a single-label classifier, or null.</summary>
    public ClassificationReport? Test { get; init; }

    /// <summary>The result on the test rows of a multi-label classifier, or null.</summary>
    public MultiLabelReport? MultiLabelTest { get; init; }

    /// <summary>The metrics of the test rows by public name, as <see cref="MetricSet"/> gives them.</summary>
    public IReadOnlyDictionary<string, double> TestMetrics { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// The accuracy on the test rows of always answering with the label most frequent among the training rows, 0..1, or null.
    /// </summary>
    public double? BaselineAccuracy { get; init; }

    /// <summary>The label that the baseline always answers with, or null.</summary>
    public string? BaselineLabel { get; init; }

    /// <summary>The confidence level of the intervals, 0..1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Confidence against accuracy on the test rows, or null.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>The mistakes on the test rows that the model was most sure of, the surest first.</summary>
    public IReadOnlyList<ReportExample> Mistakes { get; init; } = [];

    /// <summary>Some predictions on test rows, right and wrong.</summary>
    public IReadOnlyList<ReportExample> Samples { get; init; } = [];

    /// <summary>
    /// What speaks against the result: rows that are in train and test, a run that was stopped. The page adds what the numbers themselves show.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the reader should know: parts set aside, rows left out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How long the parts of the run took.</summary>
    public IReadOnlyList<ReportEntry> Timings { get; init; } = [];

    /// <summary>The machine that it ran on.</summary>
    public IReadOnlyList<ReportEntry> Machine { get; init; } = [];

    /// <summary>The name of a label, or "label 7" where the run has no name for it.</summary>
    internal string LabelName(int index) => index < Labels.Count ? Labels[index] : $"label {index}";

    /// <summary>Checks that the parts agree with each other.</summary>
    /// <exception cref="ReportException">A part speaks of another number of labels.</exception>
    internal void Validate()
    {
        int? tested = Test?.ConfusionMatrix.ClassCount ?? MultiLabelTest?.Labels.Count;
        if (tested is { } count && Labels.Count > 0 && count != Labels.Count)
        {
            throw new ReportException($"The test result has {count} labels, but the report names {Labels.Count}.");
        }

        foreach (ReportSplit split in Splits)
        {
            if (split.RowsPerLabel.Count > 0 && Labels.Count > 0 && split.RowsPerLabel.Count != Labels.Count)
            {
                throw new ReportException(
                    $"The part '{split.Name}' counts {split.RowsPerLabel.Count} labels, but the report names {Labels.Count}.");
            }
        }
    }
}
