using Graft.Models;
using Graft.Text;
using Graft.Vision;

namespace Graft.Pipelines;

/// <summary>How a pipeline predicts.</summary>
public sealed record PipelineOptions
{
    /// <summary>Rows a forward pass, from 1. Default 16.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Tokens after which a text is cut; null (the default): as many as model and tokenizer take.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Labels a prediction; null (the default): 1 for texts, 5 for images, and never more than there are.</summary>
    public int? TopK { get; init; }

    /// <summary>What turns logits into scores. Default: by the model.</summary>
    public ScoreFunction Function { get; init; } = ScoreFunction.Auto;

    /// <summary>The families that can be opened.</summary>
    public ModelRegistry Registry { get; init; } = ModelRegistry.Default;

    /// <summary>The types of parts that a tokenizer may be made of.</summary>
    public TokenizerParts TokenizerParts { get; init; } = new();

    /// <summary>Image processors beside those that Graft brings.</summary>
    public ImageProcessorKinds ImageProcessors { get; init; } = new();
}
