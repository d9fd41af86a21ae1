using System.Globalization;
using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>A part of a single class: nothing to learn from, or nothing to judge by.</summary>
internal sealed class OneClassCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        foreach (PreflightPart part in data.Parts.Where(_ => data.Labels.ProblemType == ProblemType.SingleLabel))
        {
            int[] counts = ClassCounts.Of(part);
            int only = Array.FindIndex(counts, count => count > 0);
            if (only < 0 || counts.Count(count => count > 0) > 1)
            {
                continue;
            }

            bool isTrain = part == data.Parts[0];
            yield return new Finding(
                "one-class", isTrain ? FindingSeverity.Error : FindingSeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{(part.Rows.Count == 1 ? "The one row" : $"All {part.Rows.Count:N0} rows")} of the {part.Name} part {(part.Rows.Count == 1 ? "has" : "have")} the label '{data.Labels.Names[only]}'{(isTrain ? ": there is nothing to tell apart" : ": its figures say nothing of the other classes")}."),
                part.Rows.Count, part.Rows.Count, ClassCounts.Examples(data, [only], counts),
                data.Labels.Names.Count == 1
                    ? "Add examples of another class (take another slice, if this is one), or name another column as the label (--label-column)."
                    : "If the rows are sorted by label, take a random sample (--shuffle) or one with each class's share (--stratify) instead of the first rows.");
        }
    }
}
