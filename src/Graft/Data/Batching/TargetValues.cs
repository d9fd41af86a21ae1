using Graft.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Data.Batching;

/// <summary>Targets of rows as numbers, and as the tensor that a loss reads.</summary>
internal static class TargetValues
{
    /// <summary>[n] classes or numbers, or [n,c] zeros and ones row by row; -100 where a target is not known, not a number for a regression's.</summary>
    public static float[] Of(Dataset dataset, IReadOnlyList<int> rows)
    {
        int width = dataset.Labels.ProblemType == ProblemType.MultiLabel ? dataset.Labels.Count : 1;
        var values = new float[rows.Count * width];
        for (int i = 0; i < rows.Count; i++)
        {
            Target target = dataset[rows[i]].Target;
            switch (target.ProblemType)
            {
                case ProblemType.SingleLabel:
                    values[i] = target.ClassIndex;
                    break;
                case ProblemType.MultiLabel:
                    target.MultiHot.Span.CopyTo(values.AsSpan(i * width));
                    break;
                case ProblemType.Regression:
                    values[i] = target.Value;
                    break;
                default:
                    values.AsSpan(i * width, width).Fill(dataset.Labels.ProblemType == ProblemType.Regression ? float.NaN : -100);
                    break;
            }
        }

        return values;
    }

    /// <summary>[b] int64 for a single label, [b,c] float32 for several, [b] float32 for a number; belongs to no dispose scope.</summary>
    public static Tensor ToTensor(LabelSet labels, float[] values) => labels.ProblemType switch
    {
        ProblemType.SingleLabel => tensor(Array.ConvertAll(values, value => (long)value)).DetachFromDisposeScope(),
        ProblemType.MultiLabel => tensor(values, values.Length / labels.Count, labels.Count).DetachFromDisposeScope(),
        _ => tensor(values).DetachFromDisposeScope(),
    };
}
