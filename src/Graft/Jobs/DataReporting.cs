using Graft.Data;
using Graft.Models;
using Graft.Preflight.Images;
using Graft.Reports;
using Graft.Vision;

namespace Graft.Jobs;

/// <summary>Puts the page about some data together: findings, counts, and rows of each class.</summary>
internal static class DataReporting
{
    private const int ClassesShown = 30;
    private const int RowsShown = 12;

    /// <summary>The page's content.</summary>
    /// <param name="inspection">What was found.</param>
    /// <param name="parts">The rows to show samples of: those that can be decoded.</param>
    public static DataReport Of(DataInspection inspection, DatasetParts parts)
    {
        bool hasClasses = inspection.ProblemType != ProblemType.Regression;
        return new DataReport
        {
            Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(inspection.Data)),
            Kind = inspection.Kind == InputKind.Image ? ReportKind.Images : ReportKind.Text,
            Labels = hasClasses ? inspection.Labels : [],
            Splits = [.. inspection.Parts.Select(part => new ReportSplit(part.Name, part.Rows, part.RowsPerLabel))],
            Findings = inspection.Findings,
            Forecast = inspection.Forecast,
            Notes = inspection.Notes,
            Samples = hasClasses
                ? [.. inspection.Labels.Take(ClassesShown).Select((label, index) => Samples(label, [.. parts.Train.Where(row => Has(row.Target, index))]))]
                : [Samples(inspection.Labels[0], parts.Train)],
        };
    }

    private static bool Has(Target target, int label) => target.ProblemType switch
    {
        ProblemType.SingleLabel => target.ClassIndex == label,
        ProblemType.MultiLabel => target.MultiHot.Span[label] > 0.5f,
        _ => false,
    };

    // Rows at equal distances: neighbours are often alike.
    private static DataSamples Samples(string label, IReadOnlyList<Example> rows)
    {
        int shown = Math.Min(RowsShown, rows.Count);
        return new DataSamples(label, rows.Count, [.. Enumerable.Range(0, shown).Select(i => Sample(rows[(int)((long)i * rows.Count / shown)]))]);
    }

    private static DataSample Sample(Example row) => row is ImageExample image
        ? new DataSample(row.Origin, null, Thumbnail.Of(image.ReadBytes(), image.Name))
        : new DataSample(row.Origin, row is TextExample { TextPair: { } pair } both ? $"{both.Text} / {pair}" : ((TextExample)row).Text, null);
}
