using Graft.Preflight;

namespace Graft.Reports;

/// <summary>All that the page about some data says, as plain values.</summary>
public sealed record DataReport
{
    /// <summary>The data's name.</summary>
    public required string Title { get; init; }

    /// <summary>Texts or images.</summary>
    public required ReportKind Kind { get; init; }

    /// <summary>The label names, by label index.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The parts of the data.</summary>
    public IReadOnlyList<ReportSplit> Splits { get; init; } = [];

    /// <summary>What the checks found, the gravest first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What a training is expected to take, or null.</summary>
    public RunForecast? Forecast { get; init; }

    /// <summary>What was found while reading, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Some rows of each class; of all rows, under one name, where there are no classes.</summary>
    public IReadOnlyList<DataSamples> Samples { get; init; } = [];
}
