using System.Globalization;
using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>
/// Labels that the file format gives away: compression leaves marks that a model learns. Cramér's V with the correction of
/// Bergsma, "A bias-correction for Cramér's V and Tschuprow's T" (2013), so that few rows prove nothing.
/// </summary>
internal sealed class FormatShortcutCheck : IPreflightCheck
{
    private const double LeastV = 0.5;
    private const int FewestRows = 50;

    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        PreflightPart train = data.Parts[0];
        if (data.Kind != InputKind.Image || data.Labels.ProblemType != ProblemType.SingleLabel)
        {
            yield break;
        }

        (string Format, int Class)[] rows = [.. train.Facts.Select((facts, row) => (facts: (ImageFacts)facts, row))
            .Where(one => one.facts.Header is not null)
            .Select(one => (one.facts.Header!.Format.ToString().ToLowerInvariant(), train.Rows[one.row].Target.ClassIndex))];
        double v = CramersV(rows);
        if (v >= LeastV)
        {
            FindingExample[] examples = [.. rows.GroupBy(row => row.Class).OrderBy(group => group.Key).Take(Finding.ExamplesKept).Select(group => new FindingExample(
                data.Labels.Names[group.Key],
                Detail: string.Join(", ", group.GroupBy(row => row.Format).OrderByDescending(format => format.Count()).Select(format => $"{format.Count()} {format.Key}"))))];
            yield return new Finding(
                "format-shortcut", FindingSeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"The file format goes with the label (Cramér's V {v:0.00}): a model may learn the marks of compression instead."),
                rows.Length, train.Rows.Count, examples, "Write all images in one format and quality.");
        }
    }

    /// <summary>How strongly two names of each row go together, 0..1; 0 for fewer than 50 rows.</summary>
    internal static double CramersV(IReadOnlyCollection<(string Format, int Class)> rows)
    {
        double n = rows.Count;
        var formats = rows.CountBy(row => row.Format).ToDictionary();
        var classes = rows.CountBy(row => row.Class).ToDictionary();
        if (n < FewestRows || formats.Count < 2 || classes.Count < 2)
        {
            return 0;
        }

        var cells = rows.CountBy(row => row).ToDictionary();
        double chiSquare = (from format in formats
                            from label in classes
                            let expected = format.Value * (double)label.Value / n
                            let difference = cells.GetValueOrDefault((format.Key, label.Key)) - expected
                            select difference * difference / expected).Sum();
        double r = formats.Count, c = classes.Count;
        double corrected = Math.Max(0, (chiSquare / n) - ((r - 1) * (c - 1) / (n - 1)));
        return Math.Sqrt(corrected / Math.Min(r - ((r - 1) * (r - 1) / (n - 1)) - 1, c - ((c - 1) * (c - 1) / (n - 1)) - 1));
    }
}
