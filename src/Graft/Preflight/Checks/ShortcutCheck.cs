using System.Globalization;
using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Looks whether a number that says nothing of the content gives the class away, so that a model would learn it instead.</summary>
/// <param name="kind">The rows that it looks at.</param>
/// <param name="code">The finding's code.</param>
/// <param name="remedy">What to do.</param>
internal abstract class ShortcutCheck(InputKind kind, string code, string remedy) : IPreflightCheck
{
    /// <summary>The lower end of the area's interval from which a class counts as given away.</summary>
    private const double LeastArea = 0.75;

    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        PreflightPart train = data.Parts[0];
        if (data.Kind != kind || data.Labels.ProblemType != ProblemType.SingleLabel)
        {
            yield break;
        }

        int[] rows = [.. Enumerable.Range(0, train.Facts.Length).Where(row => IsMeasurable(train.Facts[row]))];
        int[] classes = [.. rows.Select(row => train.Rows[row].Target.ClassIndex)];
        foreach ((string name, Func<RowFacts, double> measure) in Measures)
        {
            double[] values = [.. rows.Select(row => measure(train.Facts[row]))];
            ClassSeparation[] given = [.. ClassSeparation.Of(values, classes, data.Labels.Count)
                .Where(separation => separation.Lower >= LeastArea).OrderByDescending(separation => separation.Area)];
            if (given.Length > 0)
            {
                FindingExample[] examples = [.. given.Take(Finding.ExamplesKept).Select(separation => new FindingExample(
                    data.Labels.Names[separation.Class], Detail: Describe(separation, values, classes)))];
                yield return new Finding(
                    code, FindingSeverity.Warning,
                    string.Create(CultureInfo.InvariantCulture, $"The {name} alone tells {ClassCounts.Listed(examples, given.Length)} from the rest (area under the ROC curve {given[0].Area:0.00}): a model may learn that instead."),
                    given.Length, data.Labels.Count, examples, remedy);
                yield break;
            }
        }
    }

    /// <summary>Numbers of a row, by name; the first that gives a class away is told.</summary>
    protected abstract IReadOnlyList<(string Name, Func<RowFacts, double> Measure)> Measures { get; }

    /// <summary>Whether a row has these numbers.</summary>
    protected abstract bool IsMeasurable(RowFacts facts);

    private static string Describe(ClassSeparation separation, double[] values, int[] classes) => string.Create(
        CultureInfo.InvariantCulture,
        $"area {separation.Area:0.000}, at least {separation.Lower:0.000}; median {Median(values.Where((_, i) => classes[i] == separation.Class)):0.##} against {Median(values.Where((_, i) => classes[i] != separation.Class)):0.##}");

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
