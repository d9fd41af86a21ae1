namespace Graft.Evaluation;

/// <summary>Guards shared by the metrics: each throws an <see cref="EvaluationException"/> that names the value.</summary>
internal static class Check
{
    public static void SameLength(int labels, int others, string name)
    {
        if (labels != others)
        {
            throw new EvaluationException($"{labels} labels but {others} {name}.");
        }
    }

    public static void AnyRows(int count)
    {
        if (count == 0)
        {
            throw new EvaluationException("There are no rows to evaluate.");
        }
    }

    public static void ClassCount(int classCount)
    {
        if (classCount < 1)
        {
            throw new EvaluationException($"The number of classes ({classCount}) must be at least 1.");
        }
    }

    /// <summary>Checks a flat [rows x columns] matrix against its number of rows.</summary>
    public static void Shape(int rows, int columns, int length, string name)
    {
        ClassCount(columns);
        AnyRows(rows);
        if ((long)rows * columns != length)
        {
            throw new EvaluationException($"{length} {name} do not make {rows} rows of {columns}.");
        }
    }

    public static void Labels(ReadOnlySpan<int> labels, int classCount, string name = "label")
    {
        for (int row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)classCount)
            {
                throw new EvaluationException($"The {name} {labels[row]} is not in 0..{classCount - 1}.", $"row {row}");
            }
        }
    }

    public static void NoNaN(ReadOnlySpan<double> values, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                throw new EvaluationException(
                    $"One of the {name} is NaN.", $"position {i}", "If a model gave it, its training has diverged: train it anew with a lower learning rate.");
            }
        }
    }

    public static void Finite(ReadOnlySpan<double> values, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new EvaluationException($"One of the {name} is {values[i]}.", $"row {i}");
            }
        }
    }

    public static void Probabilities(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] <= 1))
            {
                throw new EvaluationException(
                    $"The probability {values[i]} is not in 0..1.", $"position {i}", "Apply Softmax or Sigmoid to logits first.");
            }
        }
    }

    public static void Confidence(double confidence)
    {
        if (!(confidence > 0 && confidence < 1))
        {
            throw new EvaluationException($"The confidence ({confidence}) must lie between 0 and 1, both excluded.");
        }
    }
}
