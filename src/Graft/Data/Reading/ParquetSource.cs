using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace Graft.Data.Reading;

/// <summary>A Parquet file: row groups and columns are read only when their cells are asked for.</summary>
internal sealed class ParquetSource : RowSource
{
    private readonly ParquetReader _reader;
    private readonly Stream _stream;
    private readonly int[] _groupStarts;
    private readonly Dictionary<string, ParquetColumn> _columns;

    private ParquetSource(ParquetReader reader, Stream stream, int[] groupStarts, Dictionary<string, ParquetColumn> columns)
    {
        _reader = reader;
        _stream = stream;
        _groupStarts = groupStarts;
        _columns = columns;
        Columns = [.. columns.Values.Select(column => column.Info)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ColumnInfo> Columns { get; }

    /// <inheritdoc/>
    public override int RowCount => _groupStarts[^1];

    /// <summary>One run for each row group.</summary>
    public override IEnumerable<(int Start, int End)> Runs => _groupStarts.Zip(_groupStarts.Skip(1));

    /// <summary>How many times a column of a row group was read: for tests that slices read no more than they need.</summary>
    public int ChunksRead { get; private set; }

    /// <summary>Opens a file and reads its footer.</summary>
    /// <exception cref="DataException">The file is missing, is not Parquet, is cut off or damaged.</exception>
    public static ParquetSource Open(string path) => Open(path, () => OpenFile(path));

    /// <summary>Opens what a stream gives, wherever it lies, and reads its footer.</summary>
    /// <param name="path">The name for messages.</param>
    /// <param name="openStream">Opens the content; it can seek. An <see cref="IRangeSource"/> is told what will be read.</param>
    /// <exception cref="DataException">It is not Parquet, is cut off or damaged.</exception>
    public static ParquetSource Open(string path, Func<Stream> openStream)
    {
        Stream stream = openStream();
        try
        {
            new ParquetCheck(path, stream).File();
            return Open(path, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static ParquetSource Open(string path, Stream stream)
    {
        return Guard(path, "the footer", () =>
        {
            stream.Position = 0;
            ParquetReader reader = Synchronously.Run(() => ParquetReader.CreateAsync(stream));
            try
            {
                int[] starts = GroupStarts(reader, path);
                var columns = new Dictionary<string, ParquetColumn>(StringComparer.Ordinal);
                using ParquetRowGroupReader first = reader.OpenRowGroupReader(0);
                HubFeatures features = HubFeatures.Read(reader.CustomMetadata);
                foreach (Field field in reader.Schema.Fields)
                {
                    columns.TryAdd(field.Name, ParquetColumn.Describe(field, features.ClassNames(field.Name)).Probe(first, starts[1], new ParquetCheck(path, stream)));
                }

                return new ParquetSource(reader, stream, starts, columns) { Path = path };
            }
            catch
            {
                Close(reader);
                throw;
            }
        });
    }

    /// <inheritdoc/>
    public override string Origin(int row) => $"{Path}, row {row}";

    /// <inheritdoc/>
    public override object?[][] Read(IReadOnlyList<string> columns, ReadOnlySpan<int> rows)
    {
        var result = new object?[columns.Count][];
        for (int c = 0; c < result.Length; c++)
        {
            result[c] = new object?[rows.Length];
        }

        Announce(columns, rows);
        int done = 0;
        for (int group = 0; group + 1 < _groupStarts.Length && done < rows.Length; group++)
        {
            int start = _groupStarts[group];
            int[] here = [.. TakeBelow(rows[done..], _groupStarts[group + 1], start)];
            if (here.Length == 0)
            {
                continue;
            }

            int groupIndex = group;
            int groupRows = _groupStarts[group + 1] - start;
            for (int c = 0; c < columns.Count; c++)
            {
                ParquetColumn column = _columns[columns[c]];
                object?[] target = result[c];
                int offset = done;
                Guard(Path, $"row group {groupIndex}, column '{column.Info.Name}'", () =>
                {
                    using ParquetRowGroupReader reader = _reader.OpenRowGroupReader(groupIndex);
                    column.CheckPages(reader, new ParquetCheck(Path, _stream));
                    column.Read(reader, groupRows, here, target.AsSpan(offset, here.Length));
                    return true;
                });
                ChunksRead++;
            }

            done += here.Length;
        }

        return result;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Close(_reader);
        _stream.Dispose();
    }

    // A source that is far away gets all it is going to be asked for at once.
    private void Announce(IReadOnlyList<string> columns, ReadOnlySpan<int> rows)
    {
        if (_stream is not IRangeSource source)
        {
            return;
        }

        var ranges = new List<(long Start, long Length)>();
        for (int group = 0, row = 0; group + 1 < _groupStarts.Length && row < rows.Length; group++)
        {
            int first = row;
            while (row < rows.Length && rows[row] < _groupStarts[group + 1])
            {
                row++;
            }

            if (row > first)
            {
                using ParquetRowGroupReader reader = _reader.OpenRowGroupReader(group);
                ranges.AddRange(columns.SelectMany(column => _columns[column].Chunks(reader)).Select(chunk => ParquetCheck.RangeOf(chunk, _stream.Length)));
            }
        }

        source.Announce(ranges);
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return Directory.Exists(path)
                ? throw new DataException("This is a folder, not a file.", path)
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DataException($"The file cannot be read: {error.Message}", path, innerException: error);
        }
    }

    private static void Close(ParquetReader reader) => Synchronously.Run(async () =>
    {
        await reader.DisposeAsync().ConfigureAwait(false);
        return true;
    });

    private static List<int> TakeBelow(ReadOnlySpan<int> rows, int end, int start)
    {
        var taken = new List<int>();
        while (taken.Count < rows.Length && rows[taken.Count] < end)
        {
            taken.Add(rows[taken.Count] - start);
        }

        return taken;
    }

    private static int[] GroupStarts(ParquetReader reader, string path)
    {
        int[] starts = new int[reader.RowGroupCount + 1];
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            // Row counts decide how much memory is asked for: each must agree with its columns' own counts.
            RowGroup meta = reader.RowGroups[group].RowGroup;
            long rows = meta.NumRows;
            long end = starts[group] + rows;
            bool agrees = rows >= 0 && end <= int.MaxValue && meta.Columns.All(column => column.MetaData is null || column.MetaData.NumValues >= rows);
            starts[group + 1] = agrees
                ? (int)end
                : throw new DataException($"The row group claims {rows} rows, which its columns do not have.", path, $"row group {group}", "Write the file again.");
        }

        return starts[^1] > 0 ? starts : throw new DataException("The file holds no rows.", path);
    }

    // A damaged file makes the library under this fail in any way it likes; all of them mean the same here.
    private static T Guard<T>(string path, string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not (GraftException or OperationCanceledException))
        {
            throw new DataException(
                $"The Parquet file cannot be read ({error.GetType().Name}: {error.Message})",
                path,
                place,
                "Download or write the file again.",
                error);
        }
    }
}
