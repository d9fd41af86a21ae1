namespace Graft.Data.Reading;

/// <summary>
/// The rows of a part as sources that follow one another, of which one at a time is in memory: a block of a CSV or JSON Lines
/// file, or a Parquet file, whose row groups are its runs. A .json file of an array is read whole.
/// </summary>
/// <param name="part">Where the part lies.</param>
/// <param name="options">How to read it.</param>
/// <param name="blockBytes">The size of the blocks of text.</param>
internal sealed class TableStream(PartFiles part, DataOptions options, int blockBytes = TextBlocks.DefaultBytes)
{
    /// <summary>Opens each source when it is asked for, and closes it when the next one is.</summary>
    public IEnumerable<RowSource> Sources()
    {
        if (part.Folder is not null)
        {
            using RowSource folder = part.Open(options);
            yield return folder;
            yield break;
        }

        foreach (string path in part.Tables)
        {
            IEnumerable<RowSource> sources = Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".CSV" or ".TSV" or ".TAB" => Csv(path),
                ".JSONL" or ".NDJSON" => JsonLines(path),
                _ => Whole(path),
            };
            foreach (RowSource source in sources)
            {
                yield return NamedClasses.Add(source, part.ClassNames, options.LabelNames);
            }
        }
    }

    /// <summary>How many rows there are, where that can be told without reading them; else null.</summary>
    public int? CountRows()
    {
        bool isKnown = part.Folder is not null || part.Tables.All(path => Path.GetExtension(path).ToUpperInvariant() is ".PARQUET" or ".PQ");
        return isKnown ? checked(Sources().Sum(source => source.RowCount)) : null;
    }

    private IEnumerable<RowSource> Whole(string path)
    {
        bool isFarArray = part.OpenStream is not null && Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);
        using RowSource source = isFarArray
            ? throw new DataException("A .json file is read whole, not as a stream.", path, remedy: "Load the data, or name a file of another format.")
            : part.OpenStream is { } open ? ParquetSource.Open(path, () => open(path)) : TableFile.Open(path, options);
        yield return source;
    }

    private IEnumerable<RowSource> Csv(string path)
    {
        using Stream file = Open(path);
        CsvDialect? dialect = null;
        string[]? names = null;
        int lines = 0;
        foreach (ReadOnlyMemory<byte> text in new TextBlocks(path, "a CSV file", blockBytes).Read(file, text => CsvRows.Whole(text, Dialect(text))))
        {
            using var rows = new CsvRows(text, path, Dialect(text), options.SkipBad, lines);
            MemoryTable table = CsvTable.Read(rows, path, Dialect(text), names);
            names ??= [.. table.Columns.Select(column => column.Name)];
            lines += CsvRows.CountLines(text.Span);
            yield return table;
        }

        CsvDialect Dialect(ReadOnlyMemory<byte> start) => dialect ??= CsvDialect.Find(start, path, options);
    }

    private IEnumerable<RowSource> JsonLines(string path)
    {
        using Stream file = Open(path);
        string[] known = [];
        int lines = 0;
        foreach (ReadOnlyMemory<byte> text in new TextBlocks(path, "a JSON file", blockBytes).Read(file, text => text.Span.LastIndexOf((byte)'\n') + 1))
        {
            MemoryTable table = JsonTable.ReadBlock(text, path, options, lines, known);
            known = [.. table.Columns.Select(column => column.Name)];
            lines += text.Span.Count((byte)'\n');
            yield return table;
        }
    }

    private Stream Open(string path)
    {
        if (part.OpenStream is { } open)
        {
            return open(path);
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The file cannot be read: {error.Message}", path, innerException: error);
        }
    }
}
