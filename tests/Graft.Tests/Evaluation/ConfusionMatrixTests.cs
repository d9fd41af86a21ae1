using CsCheck;
using Graft.Evaluation;

namespace Graft.Tests.Evaluation;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void Rows_are_true_classes_and_columns_predicted_ones()
    {
        var matrix = ConfusionMatrix.Compute([0, 0, 1], [1, 0, 1], 3);

        Assert.Equal((1, 1, 0, 1), (matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]));
        Assert.Equal((2, 2, 0), (matrix.Support(0), matrix.Predicted(1), matrix.Support(2)));
    }

    [Fact]
    public void Cells_sum_to_the_rows_and_one_against_rest_covers_them_all() =>
        LabelGenerators.Pairs.Sample((labels, predictions, classes) =>
        {
            var matrix = ConfusionMatrix.Compute(labels, predictions, classes);
            int[] all = [.. Enumerable.Range(0, classes)];

            Assert.Equal(labels.Length, matrix.Total);
            Assert.Equal(labels.Length, all.Sum(matrix.Support));
            Assert.Equal(labels.Length, all.Sum(matrix.Predicted));
            Assert.Equal(labels.Length, all.Sum(t => all.Sum(p => matrix[t, p])));
            Assert.All(all.Select(matrix.OneAgainstRest), c =>
                Assert.Equal(labels.Length, c.TruePositives + c.FalsePositives + c.FalseNegatives + c.TrueNegatives));
        });

    [Fact]
    public void Shares_by_true_class_sum_to_one_or_to_nothing() =>
        LabelGenerators.Pairs.Sample((labels, predictions, classes) =>
        {
            var matrix = ConfusionMatrix.Compute(labels, predictions, classes);
            double[,] shares = matrix.Normalize(ConfusionNormalization.ByTrueClass);
            for (int t = 0; t < classes; t++)
            {
                double sum = Enumerable.Range(0, classes).Sum(p => shares[t, p]);
                Assert.Equal(matrix.Support(t) > 0 ? 1 : 0, sum, 1e-12);
            }
        });

    [Fact]
    public void A_label_out_of_range_is_refused_with_its_row()
    {
        var error = Assert.Throws<EvaluationException>(() => ConfusionMatrix.Compute([0, 1, 4], [0, 1, 1], 3));

        Assert.Contains("label 4", error.Message);
        Assert.Contains("row 2", error.Message);
        Assert.Throws<EvaluationException>(() => ConfusionMatrix.Compute([0], [-1], 3));
    }

    [Fact]
    public void Lengths_that_differ_and_no_rows_are_refused()
    {
        Assert.Contains("2 labels but 1", Assert.Throws<EvaluationException>(() => ConfusionMatrix.Compute([0, 1], [0], 2)).Message);
        Assert.Throws<EvaluationException>(() => ConfusionMatrix.Compute([], [], 2));
        Assert.Throws<EvaluationException>(() => ConfusionMatrix.Compute([0], [0], 0));
        Assert.Throws<EvaluationException>(() => ConfusionMatrix.Compute([0], [0], 1)[0, 1]);
        Assert.Throws<EvaluationException>(() => ConfusionMatrix.Compute([0], [0], 1_000_000));
    }
}
