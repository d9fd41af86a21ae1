using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Classes that a part has no row of.</summary>
internal sealed class MissingClassesCheck : IPreflightCheck
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        foreach (PreflightPart part in data.Parts.Where(_ => ClassCounts.Exist(data)))
        {
            int[] counts = ClassCounts.Of(part);
            int[] missing = [.. Enumerable.Range(0, counts.Length).Where(label => counts[label] == 0)];
            if (missing.Length == 0)
            {
                continue;
            }

            bool isTrain = part == data.Parts[0];
            FindingExample[] examples = ClassCounts.Examples(data, missing, counts);
            yield return new Finding(
                "missing-classes", isTrain ? FindingSeverity.Warning : FindingSeverity.Note,
                $"The {part.Name} part has no row of {ClassCounts.Listed(examples, missing.Length)}.", missing.Length, counts.Length, examples,
                isTrain ? "Add examples of these classes, or take them out of the label names: a model cannot learn them." : "Nothing will be known about these classes: move some of their rows here.");
        }
    }
}
