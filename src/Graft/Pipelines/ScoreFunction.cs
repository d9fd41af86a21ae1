namespace Graft.Pipelines;

/// <summary>What turns logits into scores.</summary>
public enum ScoreFunction
{
    /// <summary>By the model: none where config.json states regression, sigmoid for several labels or a single one, else softmax.</summary>
    Auto,

    /// <summary>Softmax over the labels.</summary>
    Softmax,

    /// <summary>A sigmoid each.</summary>
    Sigmoid,

    /// <summary>The logits themselves.</summary>
    None,
}
