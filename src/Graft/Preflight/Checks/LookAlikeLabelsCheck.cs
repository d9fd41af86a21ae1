using Graft.Preflight.Survey;
using Graft.Text;
using Graft.Text.Normalizers;

namespace Graft.Preflight.Checks;

/// <summary>Classes whose names differ in case, blanks or Unicode form alone: mostly one class, written in two ways.</summary>
internal sealed class LookAlikeLabelsCheck : IPreflightCheck
{
    private static readonly SequenceNormalizer Folding = new([new UnicodeNormalizer(UnicodeForm.Nfkc), new LowercaseNormalizer()]);

    /// <inheritdoc/>
    public IEnumerable<Finding> Find(PreflightData data)
    {
        if (!ClassCounts.Exist(data))
        {
            yield break;
        }

        int[] alike = [.. Enumerable.Range(0, data.Labels.Count).GroupBy(label => Folded(data.Labels.Names[label]), StringComparer.Ordinal)
            .Where(group => group.Count() > 1).SelectMany(group => group)];
        int[] counts = ClassCounts.Of(data.Parts[0]);
        if (alike.Length == 0 || counts.Length == 0)
        {
            yield break;
        }

        FindingExample[] examples = ClassCounts.Examples(data, alike, counts);
        yield return new Finding(
            "look-alike-labels", FindingSeverity.Warning,
            $"{ClassCounts.Listed(examples, alike.Length)} are classes of their own, but differ in case, blanks or Unicode form alone.", alike.Length, counts.Length, examples,
            "Write the labels that mean the same in one way.");
    }

    private static string Folded(string name)
    {
        var text = new AlignedText();
        text.Set(string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), aligned: false);
        Folding.Normalize(text);
        return text.Text.ToString();
    }
}
