using System.Text.Json;
using Graft.Evaluation;

namespace Graft.ParityTests.Evaluation;

public sealed class RegressionGoldenTests
{
    [Fact]
    public void Every_metric_of_regression_equals_its_golden_value()
    {
        var golden = new GoldenValues();
        foreach (JsonElement testCase in GoldenValues.Read("regression.json").EnumerateArray())
        {
            string caseName = testCase.GetProperty("name").GetString()!;
            var metrics = RegressionMetrics.Compute(
                GoldenValues.Flat(testCase.GetProperty("y_true")), GoldenValues.Flat(testCase.GetProperty("y_pred")));
            foreach (JsonProperty entry in testCase.GetProperty("expected").EnumerateObject())
            {
                string name = $"{caseName}.{entry.Name}";
                if (Value(metrics, entry.Name) is not { } actual)
                {
                    golden.Unknown(name);
                }
                else if (entry.Value.TryGetProperty("value", out JsonElement expected))
                {
                    golden.Expect(name, expected, actual, caseName == "large_offset" ? 1e-6 : 1e-9);
                }
                else if (!double.IsNaN(actual))
                {
                    // the reference refuses; ours documents NaN
                    Assert.Fail($"{name}: {actual} where the reference raises {entry.Value.GetProperty("error")}");
                }
            }
        }

        golden.AssertAllEqual();
    }

    private static double? Value(RegressionMetrics metrics, string name) => name switch
    {
        "mse" => metrics.MeanSquaredError,
        "rmse" => metrics.RootMeanSquaredError,
        "mae" => metrics.MeanAbsoluteError,
        "r2" => metrics.R2,
        "explained_variance" => metrics.ExplainedVariance,
        "median_ae" => metrics.MedianAbsoluteError,
        "max_error" => metrics.MaximumError,
        "pearson" => metrics.Pearson,
        "spearman" => metrics.Spearman,
        "kendall" => metrics.Kendall,
        _ => null,
    };
}
