using Graft.Vision;

namespace Graft.Data.Reading;

/// <summary>Lists folders in an order that is the same on every system: by the characters' codes.</summary>
internal static class FolderFiles
{
    private const int DeepestFolder = 16;

    private static readonly HashSet<string> TableEndings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json", ".parquet", ".pq",
    };

    private static readonly HashSet<string> Descriptions = new(StringComparer.OrdinalIgnoreCase)
    {
        "dataset_infos.json", "dataset_info.json", "dataset_dict.json", "state.json", "config.json", "package.json", "croissant.json",
    };

    /// <summary>The endings of tables, for messages.</summary>
    public const string TableEndingList = ".csv, .tsv, .jsonl, .json or .parquet";

    /// <summary>Whether the file's ending is that of an image.</summary>
    public static bool IsImage(string path) => ImageDecoder.IsImageFileName(path);

    /// <summary>Whether the file's ending is that of a text.</summary>
    public static bool IsText(string path) => Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file found in a folder is a table of rows, and not one that describes the folder.</summary>
    public static bool IsData(string path) => IsTable(path) && !Descriptions.Contains(Path.GetFileName(path));

    /// <summary>Whether the file's ending is that of a table of rows.</summary>
    public static bool IsTable(string path) => TableEndings.Contains(Path.GetExtension(path));

    /// <summary>The sub-folders, without hidden ones.</summary>
    public static string[] SubFolders(string folder) => List(folder, path => Directory.EnumerateDirectories(path).Where(sub => !LeadsBack(sub)));

    /// <summary>The files directly in a folder, without hidden ones.</summary>
    public static string[] Files(string folder) => List(folder, Directory.EnumerateFiles);

    /// <summary>The files in a folder and all folders below it.</summary>
    public static IEnumerable<string> All(string folder) => All(folder, 0);

    // A link to a folder above would list everything again and again.
    private static bool LeadsBack(string folder)
    {
        var info = new DirectoryInfo(folder);
        return info.LinkTarget is not null && info.ResolveLinkTarget(returnFinalTarget: true) is { } target
            && (info.FullName + Path.DirectorySeparatorChar).StartsWith(
                Path.TrimEndingDirectorySeparator(target.FullName) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    // Longer circles end here: no data lies that deep.
    private static IEnumerable<string> All(string folder, int depth) =>
        depth > DeepestFolder ? [] : Files(folder).Concat(SubFolders(folder).SelectMany(sub => All(sub, depth + 1)));

    private static string[] List(string folder, Func<string, IEnumerable<string>> enumerate)
    {
        try
        {
            return [.. enumerate(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The folder cannot be listed: {error.Message}", folder, innerException: error);
        }
    }
}
