using Graft.Models;

namespace Graft.Training;

/// <summary>What a model said about every row of a dataset, in plain numbers.</summary>
/// <param name="Labels">The labels in the order of the logits.</param>
/// <param name="Logits">[n × labels], row by row, in the dataset's order.</param>
/// <param name="Targets">[n] class numbers or values, or [n × labels] zeros and ones; -100 where a target is not known, not a number in a regression.</param>
/// <param name="Loss">The mean loss over all rows; not a number where a row's target is not known.</param>
public sealed record EvaluationOutput(LabelSet Labels, float[] Logits, float[] Targets, double Loss)
{
    /// <summary>Number of rows.</summary>
    public int Count => Logits.Length / Labels.Count;

    /// <summary>The logits of a row.</summary>
    public ReadOnlySpan<float> LogitsOf(int row) => Logits.AsSpan(row * Labels.Count, Labels.Count);
}
