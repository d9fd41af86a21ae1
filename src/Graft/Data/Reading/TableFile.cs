namespace Graft.Data.Reading;

/// <summary>Opens a table by its ending.</summary>
internal static class TableFile
{
    /// <summary>Opens a .csv, .tsv, .jsonl, .json or .parquet file.</summary>
    /// <exception cref="DataException">The file is of no kind that can be read.</exception>
    public static RowSource Open(string path, DataOptions options)
    {
        if (!File.Exists(path))
        {
            throw Directory.Exists(path)
                ? new DataException("This is a folder, not a file.", path)
                : new DataException("There is no such file.", path, remedy: NearestPath.Question(path));
        }

        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".CSV" or ".TSV" or ".TAB":
                return CsvTable.Read(path, options);
            case ".JSONL" or ".NDJSON" or ".JSON":
                return JsonTable.Read(path, options);
            case ".PARQUET" or ".PQ":
                return ParquetSource.Open(path);
            default:
                throw new DataException(
                    $"Files that end in '{Path.GetExtension(path)}' are not read as labelled data.",
                    path,
                    remedy: $"Give a file that ends in {FolderFiles.TableEndingList}, or a folder.");
        }
    }

    /// <summary>Opens the files of one part, joined in order.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="options">How to read them.</param>
    /// <param name="openStream">Opens Parquet files that lie elsewhere; null if they are files of a folder.</param>
    /// <param name="classNames">The names of classes by column where the files tell none; null if nothing tells them.</param>
    public static RowSource OpenAll(
        IReadOnlyList<string> paths, DataOptions options, Func<string, Stream>? openStream = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? classNames = null)
    {
        if (paths.Count == 1)
        {
            return OpenOne(paths[0]);
        }

        var opened = new List<RowSource>();
        try
        {
            foreach (string path in paths)
            {
                opened.Add(OpenOne(path));
            }

            return new JoinedSource(opened) { Path = paths[0] };
        }
        catch
        {
            opened.ForEach(source => source.Dispose());
            throw;
        }

        RowSource OpenOne(string path) => NamedClasses.Add(
            openStream is null ? Open(path, options) : ParquetSource.Open(path, () => openStream(path)), classNames, options.LabelNames);
    }
}
