using CsCheck;

namespace Graft.Tests.Evaluation;

/// <summary>Random labels, predictions and scores.</summary>
internal static class LabelGenerators
{
    /// <summary>Labels and predictions of 1 to 60 rows in 1 to 6 classes.</summary>
    public static Gen<(int[] Labels, int[] Predictions, int Classes)> Pairs { get; } =
        from classes in Gen.Int[1, 6]
        from rows in Gen.Int[1, 60]
        from labels in Gen.Int[0, classes - 1].Array[rows]
        from predictions in Gen.Int[0, classes - 1].Array[rows]
        select (labels, predictions, classes);

    /// <summary>Labels 0 or 1 with both present, and scores on a coarse grid, so that there are ties.</summary>
    public static Gen<(int[] Labels, double[] Scores)> Ranked { get; } =
        from rows in Gen.Int[2, 60]
        from labels in Gen.Int[0, 1].Array[rows]
        from scores in Gen.Int[0, 20].Array[rows]
        where labels.Contains(0) && labels.Contains(1)
        select (labels, scores.Select(s => s / 20.0).ToArray());

    /// <summary>Labels and softmax probabilities of 1 to 30 rows in 2 to 5 classes.</summary>
    public static Gen<(int[] Labels, double[] Logits, int Classes)> Logits { get; } =
        from classes in Gen.Int[2, 5]
        from rows in Gen.Int[1, 30]
        from labels in Gen.Int[0, classes - 1].Array[rows]
        from logits in Gen.Double[-8, 8].Array[rows * classes]
        select (labels, logits, classes);
}
