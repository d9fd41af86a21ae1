using Graft.Data;
using Graft.Pipelines;

namespace Graft.Jobs;

/// <summary>What `graft predict` is told.</summary>
public sealed record PredictJobOptions
{
    /// <summary>The trained folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Texts, files and folders as <see cref="PredictionInputs.Read"/> reads them; none is standard input.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>A .csv or .jsonl file for the predictions; null (the default) hands them over.</summary>
    public string? Output { get; init; }

    /// <summary>
    /// How to predict. Models of several labels a row answer all labels with a score of at least 0.5 where neither <see cref="PipelineOptions.Threshold"/>
    /// nor <see cref="PipelineOptions.TopK"/> says otherwise.
    /// </summary>
    public PipelineOptions Pipeline { get; init; } = new();

    /// <summary>How to read files. With <see cref="DataOptions.SkipBad"/> images that cannot be decoded are left out and noted.</summary>
    public DataOptions DataOptions { get; init; } = new();

    /// <summary>True to answer each row before the next one is read: for someone who types. Default false: rows of similar length share a pass.</summary>
    public bool AnswersAtOnce { get; init; }

    /// <summary>Threads of libtorch; null: one a core.</summary>
    public int? Threads { get; init; }
}
