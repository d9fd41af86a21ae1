using System.Text.Json;
using Graft.Evaluation;

namespace Graft.ParityTests.Evaluation;

public sealed class CalibrationGoldenTests
{
    [Fact]
    public void Calibration_and_temperature_equal_their_golden_values()
    {
        var golden = new GoldenValues();
        foreach (JsonElement testCase in GoldenValues.Read("calibration.json").GetProperty("cases").EnumerateArray())
        {
            int classes = testCase.GetProperty("logits")[0].GetArrayLength();
            int[] labels = GoldenValues.Integers(testCase.GetProperty("y_true"));
            double[] logits = GoldenValues.Flat(testCase.GetProperty("logits"));
            JsonElement expected = testCase.GetProperty("expected");
            var fit = TemperatureScaling.Fit(labels, logits, classes);
            bool compareTemperature = expected.GetProperty("compare_temperature").GetBoolean();
            bool atBound = expected.GetProperty("at_bound").GetBoolean();
            foreach (JsonProperty entry in expected.EnumerateObject())
            {
                string name = $"{testCase.GetProperty("name")}.{entry.Name}";
                switch (entry.Name.Split('_'))
                {
                    case ["compare", "temperature"]:
                        break;
                    case ["at", "bound"] when compareTemperature:
                        Assert.True(fit.AtBound == atBound, name);
                        break;
                    case ["temperature"] when compareTemperature:
                        golden.Expect(name, entry.Value, fit.Temperature, atBound ? 1e-4 : 1e-6);
                        break;
                    case ["nll", "before"]:
                        golden.Expect(name, entry.Value, fit.LossBefore);
                        break;
                    case ["nll", "after"]:
                        golden.Expect(name, entry.Value, fit.LossAfter);
                        break;
                    case ["brier", "sum", "before"]:
                        golden.Expect(
                            name, entry.Value, ProbabilityMetrics.Brier(labels, Probabilities.Softmax(logits, classes), classes));
                        break;
                    case [_, var bins, "after"] when compareTemperature:
                        golden.Expect(
                            name, entry.Value, At(fit.Temperature, labels, logits, classes, int.Parse(bins)).ExpectedError, 1e-6);
                        break;
                    case ["temperature"] or ["at", "bound"] or [_, _, "after"]:
                        break; // the loss is flat: any temperature is as good
                    case [var what, var bins]:
                        Calibration calibration = At(1, labels, logits, classes, int.Parse(bins));
                        golden.Expect(name, entry.Value, What(what, calibration));
                        break;
                    default:
                        golden.Unknown(name);
                        break;
                }
            }
        }

        golden.AssertAllEqual();
    }

    [Fact]
    public void Bin_edges_belong_to_the_lower_bin()
    {
        var golden = new GoldenValues();
        foreach (JsonElement testCase in GoldenValues.Read("calibration.json").GetProperty("edges").EnumerateArray())
        {
            double[] confidences = GoldenValues.Flat(testCase.GetProperty("conf"));
            bool[] right = [.. GoldenValues.Integers(testCase.GetProperty("right")).Select(r => r == 1)];
            foreach (JsonProperty entry in testCase.GetProperty("expected").EnumerateObject())
            {
                int bins = int.Parse(entry.Name.Split('_')[^1]);
                double[] actual = entry.Name.StartsWith("bins_", StringComparison.Ordinal)
                    ? [.. confidences.Select(c => (double)Calibration.Compute([c], [true], bins).Bins.Single().Index)]
                    : [Calibration.Compute(confidences, right, bins).ExpectedError];
                golden.Expect(entry.Name, entry.Value, actual);
            }
        }

        golden.AssertAllEqual();
    }

    private static Calibration At(double temperature, int[] labels, double[] logits, int classes, int bins) =>
        Calibration.Compute(labels, Probabilities.Softmax(logits, classes, temperature), classes, bins);

    private static double[] What(string what, Calibration calibration) => what switch
    {
        "ece" => [calibration.ExpectedError],
        "mce" => [calibration.MaximumError],
        "table" => [.. calibration.Bins.SelectMany(b => new[] { b.Index, b.Count, b.Accuracy, b.Confidence })],
        _ => throw new InvalidDataException($"unknown entry {what}"),
    };
}
