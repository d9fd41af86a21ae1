using Graft.Evaluation;

namespace Graft.Tests.Evaluation;

public sealed class MetricSetTests
{
    [Fact]
    public void Single_label_metrics_come_in_a_fixed_order()
    {
        OrderedDictionary<string, double> set = MetricSet.ForSingleLabel([0, 1, 1], [0.9, 0.1, 0.2, 0.8, 0.6, 0.4], 2);

        Assert.Equal(
            [
                "accuracy", "balanced_accuracy", "f1_macro", "precision_macro", "recall_macro", "f1_weighted", "mcc",
                "log_loss", "roc_auc", "ece",
            ],
            set.Keys);
        Assert.Equal(2 / 3.0, set["accuracy"], 1e-12);
        Assert.Equal(1, set["roc_auc"]);
    }

    [Fact]
    public void What_one_class_cannot_define_is_not_a_number()
    {
        OrderedDictionary<string, double> set = MetricSet.ForSingleLabel([0, 0], [0.9, 0.1, 0.2, 0.8], 2);

        Assert.True(double.IsNaN(set["roc_auc"]));
        Assert.Equal(0.5, set["accuracy"]);
    }

    [Fact]
    [Trait("Fault", "70")]
    public void A_diverged_model_scores_not_a_number_everywhere()
    {
        Assert.All(MetricSet.ForSingleLabel([0, 1], [double.NaN, 0.5, 0.5, 0.5], 2).Values, v => Assert.True(double.IsNaN(v)));
        Assert.All(MetricSet.ForMultiLabel([0, 1], [double.NaN, 0.5], 2).Values, v => Assert.True(double.IsNaN(v)));
        Assert.All(MetricSet.ForRegression([0, 1], [double.NaN, 0.5]).Values, v => Assert.True(double.IsNaN(v)));
    }

    [Fact]
    public void Several_labels_and_numbers_have_their_own_sets()
    {
        OrderedDictionary<string, double> labels = MetricSet.ForMultiLabel([1, 0, 0, 1], [0.9, 0.2, 0.6, 0.7], 2);
        OrderedDictionary<string, double> numbers = MetricSet.ForRegression([1, 2, 3], [1, 2, 4]);

        Assert.Equal((0.5, 0.25), (labels["subset_accuracy"], labels["hamming_loss"]));
        Assert.Equal(1 / 3.0, numbers["mae"], 1e-12);
        Assert.Equal(1, numbers["spearman"], 1e-12);
    }

    [Fact]
    public void Broken_input_is_refused()
    {
        Assert.Throws<EvaluationException>(() => MetricSet.ForSingleLabel([0, 3], [0.5, 0.5, 0.5, 0.5], 2));
        Assert.Throws<EvaluationException>(() => MetricSet.ForSingleLabel([], [], 2));
        Assert.Throws<EvaluationException>(() => MetricSet.ForMultiLabel([0, 1], [0.5], 2));
        Assert.Throws<EvaluationException>(() => MetricSet.ForRegression([double.NaN], [1]));
    }
}
