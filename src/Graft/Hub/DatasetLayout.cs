using System.Globalization;
using System.Text.RegularExpressions;
using Graft.Data;
using Graft.Data.Reading;

namespace Graft.Hub;

/// <summary>
/// Tells from the names of files which configurations and splits a dataset has:
/// "plain_text/train-00000-of-00002.parquet", "data/test-….parquet", "data/train.csv", "train/part1.jsonl", and
/// "plain_text/train/0000.parquet" on the converted branch.
/// </summary>
internal static partial class DatasetLayout
{
    /// <summary>The branch that the hub's converter writes.</summary>
    public const string ConvertedBranch = "refs/convert/parquet";

    /// <summary>The configuration of files that name none.</summary>
    public const string Default = "default";

    private const string Partial = "partial-";
    private const string ParquetEnding = ".parquet";

    /// <summary>Whether a file of a repository is a table of rows that Graft reads. A list of images is none: they are not downloaded.</summary>
    public static bool IsTable(string file) =>
        FolderFiles.IsData(file) && !Stem(file).Equals("metadata", StringComparison.OrdinalIgnoreCase) && !file.Split('/').Any(part => part.StartsWith('.'));

    /// <summary>Whether all files of a split are parquet files, of which parts can be read.</summary>
    public static bool IsParquet(DatasetSplit split) => split.Files.All(IsParquet);

    /// <summary>Whether a file is a parquet file.</summary>
    public static bool IsParquet(string file) => file.EndsWith(ParquetEnding, StringComparison.OrdinalIgnoreCase);

    /// <summary>All splits of parquet files, by configuration and name.</summary>
    public static IReadOnlyList<DatasetSplit> Splits(IEnumerable<string> files) => Group(files.Where(IsParquet));

    /// <summary>All splits of other tables (CSV, JSON Lines, …) of the one format that most of them have, by configuration and name.</summary>
    public static IReadOnlyList<DatasetSplit> OtherTables(IEnumerable<string> files) => Group(
        files.Where(file => IsTable(file) && !IsParquet(file))
            .GroupBy(file => Path.GetExtension(file).ToUpperInvariant())
            .OrderByDescending(format => format.Count()).ThenBy(format => format.Key, StringComparer.Ordinal)
            .FirstOrDefault() ?? Enumerable.Empty<string>());

    /// <summary>Whether all shards of a split are among its files, as far as their names tell: "-00000-of-00002".</summary>
    public static bool IsWhole(DatasetSplit split) => split.Files.All(file =>
        Shard().Match(Stem(file)) is not { Success: true } match
        || int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture) <= split.Files.Count);

    /// <summary>Whether the names of a split's files tell how many there are, all of them.</summary>
    public static bool IsCounted(DatasetSplit split) => split.Files.All(file => Shard().IsMatch(Stem(file)));

    private static IReadOnlyList<DatasetSplit> Group(IEnumerable<string> files) =>
        [.. files.GroupBy(SplitOf)
            .Select(group => new DatasetSplit(group.Key.Configuration, group.Key.Split, [.. group.Order(StringComparer.Ordinal)]))
            .OrderBy(split => split.Configuration, StringComparer.Ordinal).ThenBy(split => split.Name, StringComparer.Ordinal)];

    private static (string Configuration, string Split) SplitOf(string file)
    {
        string[] folders = file.Split('/')[..^1];
        string stem = Shard().Replace(Stem(file), "");
        bool isNumbered = stem.All(char.IsAsciiDigit) && folders.Length > 0;
        bool isInPart = folders.Length > 0 && PartNames.OfWord(folders[^1]) is not null && PartNames.OfFile(stem + ".") is null;
        if (isNumbered || isInPart)
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
