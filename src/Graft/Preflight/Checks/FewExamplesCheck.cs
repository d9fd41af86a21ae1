using System.Globalization;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Classes with too few training rows to learn from.</summary>
internal sealed class FewExamplesCheck : IPreflightCheck
{
    private const int Few = 10;

    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        if (!ClassCounts.Exist(data))
        {
            yield break;
        }

        int[] counts = ClassCounts.Of(data.Parts[0]);
        int[] few = [.. Enumerable.Range(0, counts.Length).Where(label => counts[label] is > 0 and < Few).OrderBy(label => counts[label])];
        if (few.Length > 0)
        {
            FindingExample[] examples = ClassCounts.Examples(data, few, counts);
            yield return new Finding(
                "few-examples", FindingSeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"Fewer than {Few} training rows of {ClassCounts.Listed(examples, few.Length)}."), few.Length, counts.Length, examples,
                "Collect more examples of these classes, or join them with others.");
        }
    }
}
