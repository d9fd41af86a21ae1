namespace Graft.Data.Reading;

/// <summary>Where one part of the data lies: some tables, or else a folder of class folders.</summary>
/// <param name="Tables">The part's files, in order; empty if it is a folder.</param>
/// <param name="Folder">The folder of class folders, or null.</param>
internal sealed record PartFiles(IReadOnlyList<string> Tables, string? Folder)
{
    /// <summary>Opens a table that lies elsewhere than in a folder; null where the names are those of files.</summary>
    public Func<string, Stream>? OpenStream { get; init; }

    /// <summary>The names of the classes that whole numbers stand for, by column, where the files tell none; null if nothing else tells them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? ClassNames { get; init; }

    /// <summary>The name that messages call the part by.</summary>
    public string Name => Folder ?? Tables[0];

    /// <summary>Opens the part's rows.</summary>
    public RowSource Open(DataOptions options) =>
        Folder is null
            ? TableFile.OpenAll(Tables, options, OpenStream, ClassNames)
            : ClassFolder.TryOpen(Folder) ?? throw new DataException("The folder has no class folder with images or texts in it.", Folder);
}
