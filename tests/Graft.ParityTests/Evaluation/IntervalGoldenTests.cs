using System.Text.Json;
using Graft.Evaluation;

namespace Graft.ParityTests.Evaluation;

public sealed class IntervalGoldenTests
{
    [Fact]
    public void Wilson_intervals_equal_their_golden_values()
    {
        var golden = new GoldenValues();
        foreach (JsonElement row in GoldenValues.Read("intervals.json").GetProperty("wilson").EnumerateArray())
        {
            double confidence = row.GetProperty("confidence").GetDouble();
            string name = $"{row.GetProperty("k")} of {row.GetProperty("n")} at {confidence}";
            var interval = WilsonInterval.Compute(row.GetProperty("k").GetInt64(), row.GetProperty("n").GetInt64(), confidence);
            golden.Expect($"{name} z", row.GetProperty("z"), NormalDistribution.TwoSidedQuantile(confidence));
            golden.Expect($"{name} low", row.GetProperty("low"), interval.Low);
            golden.Expect($"{name} high", row.GetProperty("high"), interval.High);
        }

        golden.AssertAllEqual();
    }

    [Fact]
    public void Bootstrap_of_given_resamples_equals_its_golden_values()
    {
        var golden = new GoldenValues();
        foreach (JsonElement testCase in GoldenValues.Read("intervals.json").GetProperty("bootstrap").EnumerateArray())
        {
            string name = testCase.GetProperty("name").GetString()!;
            Bootstrap.Statistic statistic = StatisticOf(testCase);
            int[][] resamples = [.. testCase.GetProperty("indices").EnumerateArray().Select(GoldenValues.Integers)];
            var bootstrap = Bootstrap.Run(resamples, statistic);
            golden.Expect($"{name} statistics", testCase.GetProperty("statistics"), bootstrap.Statistics);
            int rows = testCase.GetProperty("y_true").GetArrayLength();
            golden.Expect($"{name} point", testCase.GetProperty("point"), statistic([.. Enumerable.Range(0, rows)]));
            golden.Expect($"{name} error", testCase.GetProperty("std_ddof1"), bootstrap.StandardError);
            foreach (JsonProperty entry in testCase.GetProperty("ci").EnumerateObject())
            {
                BootstrapInterval interval = bootstrap.Interval(double.Parse(entry.Name));
                golden.Expect($"{name} {entry.Name}", entry.Value, [interval.Low, interval.High]);
            }
        }

        golden.AssertAllEqual();
    }

    [Fact]
    public void Mcnemar_tests_equal_their_golden_values()
    {
        var golden = new GoldenValues();
        JsonElement root = GoldenValues.Read("intervals.json");
        foreach (JsonElement row in root.GetProperty("mcnemar").EnumerateArray())
        {
            var test = McNemarTest.FromCounts(row.GetProperty("b").GetInt32(), row.GetProperty("c").GetInt32());
            string name = $"{test.OnlyFirstRight}:{test.OnlySecondRight}";
            golden.Expect($"{name} exact", row.GetProperty("p_exact"), test.ExactPValue);
            golden.Expect($"{name} mid", row.GetProperty("p_mid"), test.MidPValue);
            golden.Expect($"{name} chi2", row.GetProperty("chi2_corrected"), test.ChiSquared);
        }

        JsonElement pair = root.GetProperty("mcnemar_from_predictions");
        var counted = McNemarTest.FromPredictions(
            GoldenValues.Integers(pair.GetProperty("y_true")),
            GoldenValues.Integers(pair.GetProperty("pred_a")),
            GoldenValues.Integers(pair.GetProperty("pred_b")));
        golden.Expect("counted b", pair.GetProperty("b"), counted.OnlyFirstRight, 0);
        golden.Expect("counted c", pair.GetProperty("c"), counted.OnlySecondRight, 0);
        golden.Expect("counted exact", pair.GetProperty("p_exact"), counted.ExactPValue);
        golden.AssertAllEqual();
    }

    private static Bootstrap.Statistic StatisticOf(JsonElement testCase)
    {
        double[] truths = GoldenValues.Flat(testCase.GetProperty("y_true"));
        double[] predictions = GoldenValues.Flat(testCase.GetProperty("y_pred"));
        const int Classes = 3; // "labels 0..2"
        return testCase.GetProperty("metric").GetString() switch
        {
            "accuracy" => rows => Report(rows).Accuracy,
            "macro_f1" => rows => Report(rows).Macro.F1,
            "mae" => rows => RegressionMetrics.Compute(Pick(truths, rows), Pick(predictions, rows)).MeanAbsoluteError,
            var other => throw new InvalidDataException($"unknown metric {other}"),
        };

        ClassificationReport Report(ReadOnlySpan<int> rows) => ClassificationReport.Compute(
            [.. Pick(truths, rows).Select(v => (int)v)], [.. Pick(predictions, rows).Select(v => (int)v)], Classes);
    }

    private static double[] Pick(double[] values, ReadOnlySpan<int> rows)
    {
        var picked = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            picked[i] = values[rows[i]];
        }

        return picked;
    }
}
