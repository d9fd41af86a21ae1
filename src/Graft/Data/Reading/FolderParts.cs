namespace Graft.Data.Reading;

/// <summary>The parts found in a folder.</summary>
internal sealed class FolderParts
{
    private const int DeepestDescent = 3;
    private static readonly string[] MetadataFiles = ["metadata.csv", "metadata.jsonl", "metadata.parquet"];

    private FolderParts(Dictionary<DataPart, PartFiles> parts, IReadOnlyList<string> notes)
    {
        Parts = parts;
        Notes = notes;
    }

    /// <summary>Parts that were found elsewhere than in a folder.</summary>
    public static FolderParts Of(IReadOnlyDictionary<DataPart, PartFiles> parts, IReadOnlyList<string> notes) => new(new Dictionary<DataPart, PartFiles>(parts), notes);

    /// <summary>Each part there is. What is in no part by its name is the training part.</summary>
    public IReadOnlyDictionary<DataPart, PartFiles> Parts { get; }

    /// <summary>What was found, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>
    /// Looks for parts: files and sub-folders whose names say train, validation or test; else a metadata file,
    /// tables, or class folders, which are the training part; else the only sub-folder is looked into. One folder round all
    /// class folders, as archives have, is no class, unless its name is one of the classes.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="labelNames">The classes where they are known; null: in the other parts those of the training part's folders.</param>
    /// <exception cref="DataException">There is no data, or it is not clear which is meant.</exception>
    public static FolderParts Find(string folder, IReadOnlyList<string>? labelNames = null) => Find(folder, labelNames ?? [], 0);

    private static FolderParts Find(string folder, IReadOnlyList<string> labelNames, int depth)
    {
        string[] files = FolderFiles.Files(folder);
        string[] folders = FolderFiles.SubFolders(folder);
        string[] tables = [.. files.Where(FolderFiles.IsData)];
        var parts = new Dictionary<DataPart, PartFiles>();
        foreach (IGrouping<DataPart?, string> named in tables.GroupBy(PartNames.OfFile).Where(group => group.Key is not null))
        {
            parts.Add(named.Key!.Value, Shards([.. named], folder));
        }

        // The training part comes first: its folders tell which names are classes.
        IReadOnlyList<string> classes = labelNames;
        foreach ((DataPart part, string sub) in folders.Select(sub => (Part: PartNames.OfWord(Path.GetFileName(sub)), Folder: sub))
            .Where(named => named.Part is not null).Select(named => (named.Part!.Value, named.Folder)).OrderBy(named => named.Value != DataPart.Train))
        {
            PartFiles? content = Content(Unwrapped(sub, classes));
            if (part == DataPart.Train && content?.Folder is { } training)
            {
                classes = [.. classes, .. FolderFiles.SubFolders(training).Select(one => Path.GetFileName(one))];
            }

            if (content is not null && !parts.TryAdd(part, content))
            {
                throw new DataException(
                    $"There are two {part.Word()} parts: '{Path.GetFileName(parts[part].Name)}' and '{Path.GetFileName(sub)}'.",
                    folder,
                    remedy: "Keep one of them, or name the file that is meant.");
            }
        }

        if (parts.Count > 0)
        {
            string[] unused = [.. tables.Where(table => PartNames.OfFile(table) is null).Select(table => Path.GetFileName(table)!)];
            return new FolderParts(
                parts, [.. Joined(parts), .. unused.Length == 0 ? (string[])[] : [$"{folder}: not used, as the names say no part: {NameList.Quote(unused)}."]]);
        }

        if (depth < DeepestDescent && Wrapped(folder, labelNames) is { } wrapped)
        {
            return Find(wrapped, labelNames, depth + 1);
        }

        if (Content(folder) is { } only)
        {
            parts.Add(DataPart.Train, only);
            return new FolderParts(parts, [.. Joined(parts)]);
        }

        string[] inner = [.. folders.Where(sub => depth < DeepestDescent && FolderFiles.All(sub).Any(IsDataOrImage))];
        return inner.Length == 1
            ? Find(inner[0], labelNames, depth + 1)
            : throw Nothing(folder, files, inner);
    }

    private static PartFiles? Content(string folder)
    {
        string[] files = FolderFiles.Files(folder);
        string[] metadata = [.. files.Where(file => MetadataFiles.Contains(Path.GetFileName(file)))];
        if (metadata.Length > 0)
        {
            return Shards(metadata, folder);
        }

        string[] tables = [.. files.Where(FolderFiles.IsData)];
        if (tables.Length > 0)
        {
            return Shards(tables, folder);
        }

        return HasClassFolders(folder) ? new PartFiles([], folder) : null;
    }

    private static string Unwrapped(string folder, IReadOnlyList<string> classes)
    {
        for (int depth = 0; depth < DeepestDescent && Wrapped(folder, classes) is { } wrapped; depth++)
        {
            folder = wrapped;
        }

        return folder;
    }

    // The only sub-folder that holds images or texts, if they lie in folders of it: those are the classes, where it is none itself.
    private static string? Wrapped(string folder, IReadOnlyList<string> classes)
    {
        if (FolderFiles.Files(folder).Any(FolderFiles.IsData) || !HasClassFolders(folder))
        {
            return null;
        }

        string[] folders = FolderFiles.SubFolders(folder);
        Func<string, bool> isWanted = folders.Any(sub => FolderFiles.All(sub).Any(FolderFiles.IsImage)) ? FolderFiles.IsImage : FolderFiles.IsText;
        string[] holding = [.. folders.Where(sub => FolderFiles.All(sub).Any(isWanted)).Take(2)];
        if (holding.Length != 1 || classes.Contains(Path.GetFileName(holding[0])) || (FolderFiles.Files(holding[0]).Any(isWanted) && !FolderFiles.SubFolders(holding[0]).Any(IsPart)))
        {
            return null;
        }

        FolderLinks.Check(folder, holding[0]);
        return holding[0];

        // A list of names beside the parts does not make a class of what holds them.
        bool IsPart(string sub) => PartNames.OfWord(Path.GetFileName(sub)) is not null && FolderFiles.All(sub).Any(isWanted);
    }

    // Images right inside a sub-folder settle it; images further below, or texts, may be anything if there are tables too.
    private static bool HasClassFolders(string folder)
    {
        string[] folders = FolderFiles.SubFolders(folder);
        return folders.Any(sub => FolderFiles.Files(sub).Any(FolderFiles.IsImage))
            || (folders.Any(sub => FolderFiles.All(sub).Any(file => FolderFiles.IsImage(file) || FolderFiles.IsText(file)))
                && !folders.Any(sub => FolderFiles.All(sub).Any(FolderFiles.IsData)));
    }

    private static IEnumerable<string> Joined(Dictionary<DataPart, PartFiles> parts) =>
        parts.Where(part => part.Value.Tables.Count > 1)
            .Select(part => $"The {part.Key.Word()} part is {part.Value.Tables.Count:N0} files, joined in the order of their names.");

    private static PartFiles Shards(string[] files, string folder)
    {
        string[] endings = [.. files.Select(file => Path.GetExtension(file).ToUpperInvariant()).Distinct()];
        return endings.Length == 1
            ? new PartFiles(files, null)
            : throw new DataException(
                $"One part is there in several formats: {NameList.Quote(files.Select(file => Path.GetFileName(file)!))}.",
                folder,
                remedy: "Keep one of them, or name the file that is meant.");
    }

    private static bool IsDataOrImage(string file) => FolderFiles.IsData(file) || FolderFiles.IsImage(file);

    private static DataException Nothing(string folder, string[] files, string[] inner)
    {
        if (inner.Length > 1)
        {
            return new DataException(
                $"Several sub-folders hold data: {NameList.Quote(inner.Select(sub => Path.GetFileName(sub)!))}.", folder, remedy: "Name the one that is meant.");
        }

        return files.Any(FolderFiles.IsImage)
            ? new DataException(
                "The folder holds images, but nothing says their classes.",
                folder,
                remedy: "Put the images of each class into a sub-folder of its name, or add metadata.csv with the columns file_name and label.")
            : new DataException(
                "The folder holds no data.",
                folder,
                remedy: $"It should hold train and test files ({FolderFiles.TableEndingList}), or a sub-folder of images for each class.");
    }
}
