using System.Text.RegularExpressions;
using Graft.Data;

namespace Graft.Hub;

/// <summary>What a user writes to name a dataset of the hub: "organisation/name", ":configuration", "@revision", and a slice in brackets.</summary>
/// <param name="Repo">The repository.</param>
/// <param name="Configuration">The configuration, or null.</param>
/// <param name="Revision">The revision, or null for the newest.</param>
/// <param name="Splits">The splits that the slice names, in order, each once.</param>
/// <param name="Spec">The text without revision, its slice read; a term's part is that of its place in <paramref name="Splits"/>.</param>
internal sealed partial record DatasetName(RepoId Repo, string? Configuration, string? Revision, IReadOnlyList<string> Splits, DataSpec Spec)
{
    /// <summary>Reads a name; null if the text cannot be one.</summary>
    /// <exception cref="DataException">The slice is not one, or names two splits of one kind.</exception>
    public static DatasetName? TryParse(string text)
    {
        string trimmed = text.Trim();
        int bracket = trimmed.IndexOf('[', StringComparison.Ordinal);
        Match match = Shape().Match(bracket < 0 ? trimmed : trimmed[..bracket].TrimEnd());
        if (!match.Success || !RepoId.IsName(match.Groups["name"].Value))
        {
            return null;
        }

        var splits = new List<string>();
        DataSpec spec = DataSpec.Parse(trimmed, word =>
        {
            if (!splits.Contains(word))
            {
                splits.Add(word);
            }

            return PartOf(word);
        });
        if (splits.GroupBy(PartOf).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new DataException($"The slice names two splits of one kind: {string.Join(", ", twice)}.", trimmed, remedy: "Name one of them.");
        }

        var repo = new RepoId(RepoKind.Dataset, match.Groups["name"].Value);
        return new DatasetName(
            repo, match.Groups["configuration"] is { Success: true, Value: var configuration } ? configuration : null,
            match.Groups["revision"] is { Success: true, Value: var revision } ? SafeName.Revision(revision, repo) : null, splits, spec with { Path = repo.Name });
    }

    /// <summary>What a split is for: "validation_matched" is a validation part; one whose name says nothing is a training part, where it is named.</summary>
    public static DataPart PartOf(string split) => PartNames.OfFile(split + ".") ?? DataPart.Train;

    [GeneratedRegex(@"^(?<name>[\w./-]+)(:(?<configuration>[\w.-]+))?(@(?<revision>[\w./-]+))?\z")]
    private static partial Regex Shape();
}
