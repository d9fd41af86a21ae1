namespace Graft.Evaluation;

/// <summary>How often each true class was predicted as each class. Rows are true classes, columns predicted ones.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _cells; // [true, predicted], row by row
    private readonly int[] _supports;
    private readonly int[] _predicted;

    private ConfusionMatrix(int[] cells, int classCount)
    {
        _cells = cells;
        ClassCount = classCount;
        _supports = new int[classCount];
        _predicted = new int[classCount];
        for (int t = 0; t < classCount; t++)
        {
            for (int p = 0; p < classCount; p++)
            {
                int count = cells[(t * classCount) + p];
                _supports[t] += count;
                _predicted[p] += count;
                Total += count;
                Correct += t == p ? count : 0;
            }
        }
    }

    /// <summary>The number of classes, also those without rows.</summary>
    public int ClassCount { get; }

    /// <summary>The number of rows.</summary>
    public int Total { get; }

    /// <summary>The number of rows on the diagonal.</summary>
    public int Correct { get; }

    /// <summary>The number of rows of the true class that were predicted as the other.</summary>
    /// <param name="trueClass">0..<see cref="ClassCount"/> - 1.</param>
    /// <param name="predictedClass">0..<see cref="ClassCount"/> - 1.</param>
    public int this[int trueClass, int predictedClass] =>
        _cells[(InRange(trueClass) * ClassCount) + InRange(predictedClass)];

    /// <summary>Counts the pairs.</summary>
    /// <param name="labels">True classes [n], each 0..classCount - 1.</param>
    /// <param name="predictions">Predicted classes [n], each 0..classCount - 1.</param>
    /// <param name="classCount">The number of classes, at least 1.</param>
    /// <exception cref="EvaluationException">The lengths differ, there are no rows, or a value is out of range.</exception>
    public static ConfusionMatrix Compute(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int classCount)
    {
        Check.ClassCount(classCount);
        Check.SameLength(labels.Length, predictions.Length, "predictions");
        Check.AnyRows(labels.Length);
        Check.Labels(labels, classCount);
        Check.Labels(predictions, classCount, "prediction");
        if ((long)classCount * classCount > Array.MaxLength)
        {
            throw new EvaluationException($"{classCount} classes are too many for a confusion matrix.");
        }

        var cells = new int[classCount * classCount];
        for (int row = 0; row < labels.Length; row++)
        {
            cells[(labels[row] * classCount) + predictions[row]]++;
        }

        return new(cells, classCount);
    }

    /// <summary>The number of rows of a true class.</summary>
    /// <param name="trueClass">0..<see cref="ClassCount"/> - 1.</param>
    public int Support(int trueClass) => _supports[InRange(trueClass)];

    /// <summary>The number of rows predicted as a class.</summary>
    /// <param name="predictedClass">0..<see cref="ClassCount"/> - 1.</param>
    public int Predicted(int predictedClass) => _predicted[InRange(predictedClass)];

    /// <summary>One class against the rest.</summary>
    /// <param name="classIndex">0..<see cref="ClassCount"/> - 1.</param>
    public BinaryCounts OneAgainstRest(int classIndex)
    {
        int hits = this[classIndex, classIndex];
        int falsePositives = _predicted[classIndex] - hits;
        int falseNegatives = _supports[classIndex] - hits;
        return new(hits, falsePositives, falseNegatives, Total - hits - falsePositives - falseNegatives);
    }

    /// <summary>The cells as shares, [true, predicted]; an empty row or column gives 0.</summary>
    /// <param name="normalization">What the cells are divided by.</param>
    public double[,] Normalize(ConfusionNormalization normalization)
    {
        var shares = new double[ClassCount, ClassCount];
        for (int t = 0; t < ClassCount; t++)
        {
            for (int p = 0; p < ClassCount; p++)
            {
                int whole = normalization switch
                {
                    ConfusionNormalization.ByTrueClass => _supports[t],
                    ConfusionNormalization.ByPredictedClass => _predicted[p],
                    _ => Total,
                };
                shares[t, p] = whole == 0 ? 0 : this[t, p] / (double)whole;
            }
        }

        return shares;
    }

    private int InRange(int classIndex) => (uint)classIndex < (uint)ClassCount
        ? classIndex
        : throw new EvaluationException($"The class {classIndex} is not in 0..{ClassCount - 1}.");
}
