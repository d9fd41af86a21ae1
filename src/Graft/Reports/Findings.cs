using Graft.Evaluation;

namespace Graft.Reports;

/// <summary>What the numbers of a run say in words, so that nobody has to know the metrics to see a weak result.</summary>
internal static class Findings
{
    private const int FewTestRows = 200;
    private const int FewRowsOfALabel = 20;

    /// <summary>Sentences that call for caution.</summary>
    public static IEnumerable<string> Warnings(RunReport report)
    {
        if (report.Test is not { } test)
        {
            yield break;
        }

        WilsonInterval interval = test.AccuracyInterval(report.Confidence);
        string range = $"{MetricText.Percent(interval.Low)} to {MetricText.Percent(interval.High)}";
        if (report.BaselineAccuracy is { } baseline && interval.Low <= baseline)
        {
            yield return $"The accuracy is not clearly above the baseline of {MetricText.Percent(baseline)}: that lies within or above its interval, {range}.";
        }

        if (test.Count < FewTestRows)
        {
            yield return $"Only {MetricText.Rows(test.Count)} to test on: the accuracy is known no better than {range}.";
        }

        string[] few = Named(report, test, c => c.Support is > 0 and < FewRowsOfALabel);
        if (few.Length > 0)
        {
            yield return $"Fewer than {FewRowsOfALabel} test rows for {Listed(few)}: the scores of such labels are rough.";
        }

        string[] absent = Named(report, test, c => c.Support == 0);
        if (absent.Length > 0)
        {
            yield return $"No test rows at all for {Listed(absent)}: nothing is known about such labels.";
        }

        string[] unpredicted = [.. Enumerable.Range(0, test.ConfusionMatrix.ClassCount)
            .Where(c => test.ConfusionMatrix.Support(c) > 0 && test.ConfusionMatrix.Predicted(c) == 0)
            .Select(report.LabelName)];
        if (unpredicted.Length > 0)
        {
            yield return $"The model never answers {Listed(unpredicted)}, although the test rows have such labels.";
        }
    }

    /// <summary>Whether the model's confidence is to be believed, or null.</summary>
    public static string? Confidence(Calibration calibration)
    {
        double confidence = calibration.Bins.Sum(bin => bin.Count * bin.Confidence) / calibration.RowCount;
        double accuracy = calibration.Bins.Sum(bin => bin.Count * bin.Accuracy) / calibration.RowCount;
        string verdict = (confidence - accuracy) switch
        {
            > 0.02 => "so it is surer than it should be",
            < -0.02 => "so it is less sure than it could be",
            _ when calibration.ExpectedError > 0.05 => "but it is not as right as it is sure at every confidence: see the bins",
            _ => "so its confidence can be taken at its word",
        };
        return $"On average the model is {MetricText.Percent(confidence)} sure and {MetricText.Percent(accuracy)} right, {verdict}.";
    }

    /// <summary>The pairs of labels most often taken for each other, the most frequent first.</summary>
    public static IEnumerable<(int True, int Predicted, int Count)> Confusions(ConfusionMatrix matrix) =>
        (from t in Enumerable.Range(0, matrix.ClassCount)
         from p in Enumerable.Range(0, matrix.ClassCount)
         where t != p && matrix[t, p] > 0
         orderby matrix[t, p] descending
         select (t, p, matrix[t, p]));

    private static string[] Named(RunReport report, ClassificationReport test, Func<ClassScores, bool> which) =>
        [.. test.Classes.Index().Where(c => which(c.Item)).Select(c => report.LabelName(c.Index))];

    private static string Listed(string[] names) => names.Length switch
    {
        1 => $"“{names[0]}”",
        <= 6 => $"“{string.Join("”, “", names[..^1])}” and “{names[^1]}”",
        _ => $"“{string.Join("”, “", names[..5])}” and {names.Length - 5} other labels",
    };
}
