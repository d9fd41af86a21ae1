using System.Globalization;
using Graft.Data;
using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>A check of each row by itself: counts those that have a fault, in all parts together.</summary>
/// <param name="kind">The rows that it looks at.</param>
/// <param name="code">The finding's code.</param>
/// <param name="remedy">What to do.</param>
internal abstract class RowCheck(InputKind kind, string code, string remedy) : IPreflightCheck
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        if (data.Kind != kind)
        {
            yield break;
        }

        int total = 0, count = 0;
        var examples = new List<FindingExample>();
        foreach (PreflightPart part in data.Parts)
        {
            for (int row = 0; row < part.Facts.Length; row++)
            {
                if (Fault(data, part.Facts[row]) is { } fault)
                {
                    count++;
                    if (examples.Count < Finding.ExamplesKept)
                    {
                        examples.Add(new FindingExample(part.Rows[row].Origin, Detail: fault));
                    }
                }
            }

            total += part.Facts.Length;
        }

        if (count > 0 && Severity(count, total) is { } severity)
        {
            yield return new Finding(code, severity, Summary(data, count, total), count, total, examples, remedy);
        }
    }

    /// <summary>What is wrong with a row, in a few words; null if nothing is.</summary>
    protected abstract string? Fault(PreflightData data, RowFacts facts);

    /// <summary>How much it matters for so many of all rows; null for not worth a word.</summary>
    protected virtual FindingSeverity? Severity(int count, int total) => FindingSeverity.Warning;

    /// <summary>The finding in a sentence.</summary>
    protected abstract string Summary(PreflightData data, int count, int total);

    /// <summary>"1 of 20 texts", "1,200 of 25,000 texts (4.8%)".</summary>
    protected string Share(int count, int total)
    {
        string share = (100.0 * count / total).ToString("0.0", CultureInfo.InvariantCulture);
        string noun = kind == InputKind.Image ? "images" : "texts";
        return string.Create(CultureInfo.InvariantCulture, $"{count:N0} of {total:N0} {noun} ({share}%)");
    }
}
