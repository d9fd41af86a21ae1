using Graft.Data.Reading;

namespace Graft.Hub;

/// <summary>
/// The card of a dataset (README.md at the repository's root) as far as it says which files make which split: the field
/// "configs" of its YAML head, with "config_name", "default", "data_files" and "data_dir".
/// </summary>
/// <param name="Configurations">The configurations, in the card's order; at least one.</param>
internal sealed record DatasetCard(IReadOnlyList<CardConfiguration> Configurations)
{
    /// <summary>The card's name in the repository.</summary>
    public const string FileName = "README.md";

    private const string Train = "train";
    private const int MostPatterns = 10_000;

    /// <summary>The configuration that is taken where none is named; null if the card says none.</summary>
    public string? Default => Configurations is [var only] ? only.Name
        : Configurations.FirstOrDefault(configuration => configuration.IsDefault)?.Name
            ?? Configurations.FirstOrDefault(configuration => configuration.Name == DatasetLayout.Default)?.Name;

    /// <summary>Reads a card; null if it says nothing of configurations.</summary>
    /// <param name="content">The card's text.</param>
    /// <exception cref="FormatException">What it says cannot be understood.</exception>
    public static DatasetCard? Read(Stream content)
    {
        if (CardYaml.Read(content)?.GetValueOrDefault("configs") is not { } configs || configs is "")
        {
            return null;
        }

        if (configs is not List<object> list)
        {
            throw new FormatException("'configs' is not a list");
        }

        CardConfiguration[] all = [.. list.Select(Configuration)];
        if (all.Sum(configuration => configuration.Splits?.Sum(split => (long)split.Patterns.Count) ?? 0) > MostPatterns)
        {
            throw new FormatException($"it has more than {MostPatterns:N0} patterns");
        }

        return all.Select(configuration => configuration.Name).Distinct(StringComparer.Ordinal).Count() < all.Length
            ? throw new FormatException("two configurations have one name")
            : all.Length == 0 ? null : new DatasetCard(all);
    }

    /// <summary>The splits and their files among those of the repository: tables alone. A split of which there is no file is left out.</summary>
    /// <param name="files">The names of all files.</param>
    public IReadOnlyList<DatasetSplit> Splits(IReadOnlyList<string> files)
    {
        string[] tables = [.. files.Where(DatasetLayout.IsTable).Order(StringComparer.Ordinal)];
        return [.. Configurations.SelectMany(configuration => configuration.Splits is null ? ByNames(configuration, tables) : ByPatterns(configuration, tables))
            .Where(split => split.Files.Count > 0)];
    }

    // Patterns in the card's order, the files of each in the order of their names.
    private static IEnumerable<DatasetSplit> ByPatterns(CardConfiguration configuration, string[] tables) =>
        configuration.Splits!.Select(split => new DatasetSplit(
            configuration.Name, split.Split,
            [.. split.Patterns.SelectMany(pattern =>
            {
                var shape = new PathPattern(configuration.Folder + pattern);
                return tables.Where(shape.Matches);
            }).Distinct(StringComparer.Ordinal)]));

    private static IEnumerable<DatasetSplit> ByNames(CardConfiguration configuration, string[] tables)
    {
        string[] inside = [.. tables.Where(file => file.StartsWith(configuration.Folder, StringComparison.Ordinal)).Select(file => file[configuration.Folder.Length..])];
        IReadOnlyList<DatasetSplit> named = DatasetLayout.Splits(inside) is { Count: > 0 } parquet ? parquet : DatasetLayout.OtherTables(inside);
        return named.GroupBy(split => split.Name)
            .Select(group => new DatasetSplit(configuration.Name, group.Key, [.. group.SelectMany(split => split.Files).Select(file => configuration.Folder + file).Order(StringComparer.Ordinal)]));
    }

    private static CardConfiguration Configuration(object item)
    {
        if (item is not Dictionary<string, object> fields || fields.GetValueOrDefault("config_name") is not string { Length: > 0 } name)
        {
            throw new FormatException("a configuration has no 'config_name'");
        }

        string folder = fields.GetValueOrDefault("data_dir") switch
        {
            null => "",
            string text => Folder(text),
            _ => throw new FormatException($"'data_dir' of the configuration '{name}' is not a folder"),
        };
        bool isDefault = fields.GetValueOrDefault("default") is string word && word.Equals("true", StringComparison.OrdinalIgnoreCase);
        return new CardConfiguration(name, isDefault, folder, fields.GetValueOrDefault("data_files") is { } files && files is not "" ? Splits(files, name) : null);
    }

    private static string Folder(string text)
    {
        string trimmed = (text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text).Trim('/');
        return trimmed is "" or "." ? "" : trimmed + "/";
    }

    // A pattern, several, or several for each split.
    private static List<(string Split, IReadOnlyList<string> Patterns)> Splits(object files, string name)
    {
        if (files is not List<object> list || list.All(item => item is string))
        {
            return [(Train, Patterns(files, name))];
        }

        var splits = new List<(string Split, IReadOnlyList<string> Patterns)>();
        foreach (object item in list)
        {
            if (item is not Dictionary<string, object> fields || fields.GetValueOrDefault("split") is not string { Length: > 0 } split || !fields.TryGetValue("path", out object? path))
            {
                throw new FormatException($"an item of 'data_files' of the configuration '{name}' lacks 'split' or 'path'");
            }

            splits.Add(splits.Exists(other => other.Split == split)
                ? throw new FormatException($"the configuration '{name}' has the split '{split}' twice")
                : (split, Patterns(path, name)));
        }

        return splits;
    }

    private static string[] Patterns(object patterns, string name) => patterns switch
    {
        string one => [one],
        List<object> several when several.All(item => item is string) => [.. several.Cast<string>()],
        _ => throw new FormatException($"'data_files' of the configuration '{name}' is neither a pattern nor a list of them"),
    };
}
