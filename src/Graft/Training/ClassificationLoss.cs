using Graft.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Training;

/// <summary>
/// The loss of a batch as a sum over its rows, and the weight to divide it by. Kept apart, they add up over the micro
/// batches of a step, so that each row counts the same however a step is cut.
/// </summary>
/// <param name="problemType">What the labels mean.</param>
/// <param name="labelSmoothing">Share of the target spread over all classes, 0 (the default) to below 1; single label only.</param>
/// <param name="classWeights">A weight a class, or null for 1 each; single label only.</param>
public sealed class ClassificationLoss(
    ProblemType problemType, double labelSmoothing = 0, IReadOnlyList<float>? classWeights = null)
{
    /// <summary>The label of a row that takes no part in the loss.</summary>
    public const long IgnoredLabel = -100;

    /// <summary>Whether a row's target is known: any number is a regression's, but for not a number.</summary>
    /// <param name="target">As an <see cref="Graft.Data.Batching.IBatchSource"/> gives it.</param>
    public bool IsKnown(float target) => problemType == ProblemType.Regression ? !float.IsNaN(target) : target != IgnoredLabel;

    /// <summary>Sum over rows: cross entropy, binary cross entropy (mean over labels) or squared error (mean over outputs).</summary>
    /// <param name="logits">[b,c]</param>
    /// <param name="targets">[b] int64 for a single label, [b,c] float32 of 0 and 1 for several, [b] or [b,c] float32 for regression.</param>
    /// <returns>One number, which belongs to the surrounding dispose scope.</returns>
    public Tensor Sum(Tensor logits, Tensor targets)
    {
        using Tensor? weights = CreateClassWeights();
        return WeightedSum(logits, targets, weights);
    }

    /// <summary>The same with the classes' weights as <see cref="CreateClassWeights"/> gave them, on the logits' device.</summary>
    internal Tensor WeightedSum(Tensor logits, Tensor targets, Tensor? weights)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor sum = problemType switch
        {
            ProblemType.SingleLabel => nn.functional.cross_entropy(logits, targets, weights, IgnoredLabel, nn.Reduction.Sum, labelSmoothing),
            ProblemType.MultiLabel => nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction: nn.Reduction.Sum) / logits.shape[1],
            _ => (logits.view(-1) - targets.view(-1)).square().sum() / logits.shape[1],
        };
        return scope.MoveToOuter(sum);
    }

    /// <summary>What the sums of a step are divided by: the rows, or the weights of their classes; 0 where no row takes part.</summary>
    /// <param name="targets">As for <see cref="Sum"/>.</param>
    public double Weight(Tensor targets)
    {
        if (problemType != ProblemType.SingleLabel)
        {
            return targets.shape[0];
        }

        double weight = 0;
        foreach (long label in targets.data<long>())
        {
            weight += label == IgnoredLabel ? 0 : classWeights?[(int)label] ?? 1;
        }

        return weight;
    }

    /// <summary>The loss of one batch alone: the sum divided by the weight; 0 where no row takes part.</summary>
    public Tensor Mean(Tensor logits, Tensor targets) => Sum(logits, targets) / Divisor(Weight(targets));

    /// <summary>The weight of a step, or 1 where no row takes part: the loss is then 0.</summary>
    public static double Divisor(double weight) => weight > 0 ? weight : 1;

    /// <summary>The classes' weights: [c] on the CPU, or null for 1 each; the caller owns them.</summary>
    internal Tensor? CreateClassWeights() => classWeights is null ? null : tensor([.. classWeights], dtype: ScalarType.Float32);
}
