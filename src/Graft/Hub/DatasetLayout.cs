using System.Globalization;
using System.Text.RegularExpressions;

namespace Graft.Hub;

/// <summary>
/// Tells from the names of parquet files which configurations and splits a dataset has:
/// "plain_text/train-00000-of-00002.parquet", "data/test-….parquet", and "plain_text/train/0000.parquet" on the converted branch.
/// </summary>
internal static partial class DatasetLayout
{
    /// <summary>The branch that the hub's converter writes.</summary>
    public const string ConvertedBranch = "refs/convert/parquet";

    /// <summary>The configuration of files that name none.</summary>
    public const string Default = "default";

    private const string Partial = "partial-";

    /// <summary>All splits, by configuration and name.</summary>
    public static IReadOnlyList<DatasetSplit> Splits(IEnumerable<string> files) =>
        [.. files.Where(file => file.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
            .GroupBy(SplitOf)
            .Select(group => new DatasetSplit(group.Key.Configuration, group.Key.Split, [.. group.Order(StringComparer.Ordinal)]))
            .OrderBy(split => split.Configuration, StringComparer.Ordinal).ThenBy(split => split.Name, StringComparer.Ordinal)];

    /// <summary>Whether all shards of a split are among its files, as far as their names tell: "-00000-of-00002".</summary>
    public static bool IsWhole(DatasetSplit split) => split.Files.All(file =>
        Shard().Match(Stem(file)) is not { Success: true } match
        || int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture) <= split.Files.Count);

    private static (string Configuration, string Split) SplitOf(string file)
    {
        string[] folders = file.Split('/')[..^1];
        string stem = Shard().Replace(Stem(file), "");
        if (stem.All(char.IsAsciiDigit) && folders.Length > 0)
        {
            string split = folders[^1];
            return (Configuration(folders[..^1]), split.StartsWith(Partial, StringComparison.Ordinal) ? split[Partial.Length..] : split);
        }

        return (Configuration(folders), stem);
    }

    private static string Configuration(string[] folders) => folders is [] or ["data"] ? Default : string.Join('/', folders);

    private static string Stem(string file) => Path.GetFileNameWithoutExtension(file.Split('/')[^1]);

    [GeneratedRegex(@"-(?<number>\d{5})-of-(?<count>\d{5})(-[0-9a-f]{16})?\z")]
    private static partial Regex Shard();
}
