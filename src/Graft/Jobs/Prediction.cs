using Graft.Data;
using Graft.Pipelines;

namespace Graft.Jobs;

/// <summary>What a model said about one input.</summary>
/// <param name="Input">The text or image.</param>
/// <param name="Scores">The best labels, the best first.</param>
public sealed record Prediction(Example Input, IReadOnlyList<LabelScore> Scores)
{
    /// <summary>The row of the table that the input comes from, to be written with the prediction; null if it comes from none.</summary>
    internal InputFields? Fields { get; init; }

    /// <summary>The text itself, or the image's name.</summary>
    public string Name => Input switch
    {
        TextExample { TextPair: { } pair } text => $"{text.Text} / {pair}",
        TextExample text => text.Text,
        _ => Input.Origin,
    };
}
