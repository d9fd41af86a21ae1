using System.Text;
using System.Text.Unicode;
using Parquet;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace Graft.Data.Reading;

/// <summary>How one top-level column of a Parquet file is read into cells.</summary>
internal sealed class ParquetColumn
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly DataField? _values;
    private readonly DataField? _paths;

    private ParquetColumn(ColumnInfo info, DataField? values, DataField? paths = null)
    {
        Info = info;
        _values = values;
        _paths = paths;
    }

    /// <summary>The column's name and type.</summary>
    public ColumnInfo Info { get; }

    /// <summary>Tells what a field of the schema holds.</summary>
    public static ParquetColumn Describe(Field field, IReadOnlyList<string>? classNames)
    {
        switch (field)
        {
            case DataField { MaxRepetitionLevel: > 0 } repeated:
                return new ParquetColumn(new ColumnInfo(field.Name, ListOf(repeated), classNames), repeated);
            case DataField data:
                return new ParquetColumn(new ColumnInfo(field.Name, TypeOf(data.ClrType), classNames), data);
            case ListField { Item: DataField item }:
                return new ParquetColumn(new ColumnInfo(field.Name, ListOf(item), classNames), item);
            case StructField image when image.Fields.OfType<DataField>().FirstOrDefault(f => f.Name == "bytes") is { } bytes:
                return new ParquetColumn(new ColumnInfo(field.Name, CellType.Image), bytes, image.Fields.OfType<DataField>().FirstOrDefault(f => f.Name == "path"));
            default:
                return new ParquetColumn(new ColumnInfo(field.Name, CellType.Other), null);
        }
    }

    /// <summary>A column of bytes may hold images, or texts of a writer that does not say so: the first values tell.</summary>
    /// <param name="reader">The first row group.</param>
    /// <param name="rowCount">How many rows it has.</param>
    /// <param name="check">Checks the file.</param>
    public ParquetColumn Probe(ParquetRowGroupReader reader, int rowCount, ParquetCheck check)
    {
        const int Few = 16;
        bool bytes = _values is not null && _values.MaxRepetitionLevel == 0 && Info.Type == CellType.Other
            && (_values.ClrType == typeof(ReadOnlyMemory<byte>) || _values.ClrType == typeof(byte[]));
        if (!bytes)
        {
            return this;
        }

        CheckPages(reader, check);
        object?[] cells = new object?[Math.Min(Few, rowCount)];
        ReadPlain(reader, _values!, [.. Enumerable.Range(0, cells.Length)], cells);
        byte[][] values = [.. cells.OfType<byte[]>()];
        CellType type = values.Length == 0 ? CellType.Other
            : values.All(value => FileContent.IsImage(value)) ? CellType.Image
            : values.All(value => Utf8.IsValid(value)) ? CellType.Text
            : CellType.Other;
        return new ParquetColumn(Info with { Type = type }, _values);
    }

    /// <summary>Checks the pages of this column in a row group before they are read.</summary>
    /// <exception cref="DataException">They are damaged.</exception>
    public void CheckPages(ParquetRowGroupReader reader, ParquetCheck check)
    {
        foreach (ColumnMetaData chunk in Chunks(reader))
        {
            check.Pages(chunk, $"column '{Info.Name}'");
        }
    }

    /// <summary>Where the values of this column lie in a row group; none if it is of a kind that is not read.</summary>
    public IEnumerable<ColumnMetaData> Chunks(ParquetRowGroupReader reader) =>
        new[] { _values, _paths }.OfType<DataField>().Select(field => reader.GetMetadata(field)?.MetaData).OfType<ColumnMetaData>();

    /// <summary>Reads this column of a row group and picks some of its rows.</summary>
    /// <param name="reader">The row group.</param>
    /// <param name="groupRows">How many rows it has.</param>
    /// <param name="rows">The rows wanted, from 0 in the group, rising.</param>
    /// <param name="cells">Receives a cell for each row wanted.</param>
    public void Read(ParquetRowGroupReader reader, int groupRows, int[] rows, Span<object?> cells)
    {
        if (_values is null || Info.Type == CellType.Other)
        {
            return;
        }

        if (Info.Type == CellType.List)
        {
            ReadLists(reader, groupRows, rows, cells);
            return;
        }

        ReadPlain(reader, _values, rows, cells);
        if (Info.Type == CellType.Image)
        {
            object?[] paths = new object?[cells.Length];
            if (_paths is not null)
            {
                ReadPlain(reader, _paths, rows, paths);
            }

            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = cells[i] is null && paths[i] is null
                    ? null
                    : new ImageCell(cells[i] is byte[] bytes ? bytes : null, paths[i] as string);
            }
        }
        else if (Info.Type == CellType.Text)
        {
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = cells[i] is byte[] bytes ? StrictUtf8.GetString(bytes) : cells[i];
            }
        }
    }

    private static void ReadPlain(ParquetRowGroupReader reader, DataField field, int[] rows, Span<object?> cells)
    {
        using RawColumnData raw = Synchronously.Run(() => reader.ReadRawColumnDataBaseAsync(field).AsTask());
        int full = field.MaxDefinitionLevel;
        if (full == 0)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                cells[i] = Value(raw, rows[i]);
            }

            return;
        }

        // Only values that are there are stored: count them up to each row wanted.
        ReadOnlySpan<int> levels = raw.DefinitionLevels;
        int row = 0;
        int stored = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            for (; row < rows[i]; row++)
            {
                stored += levels[row] == full ? 1 : 0;
            }

            cells[i] = levels[row] == full ? Value(raw, stored) : null;
        }
    }

    private void ReadLists(ParquetRowGroupReader reader, int groupRows, int[] rows, Span<object?> cells)
    {
        using RawColumnData raw = Synchronously.Run(() => reader.ReadRawColumnDataBaseAsync(_values!).AsTask());
        ReadOnlySpan<int> starts = raw.RepetitionLevels;
        int full = _values!.MaxDefinitionLevel;
        ReadOnlySpan<int> levels = full > 0 ? raw.DefinitionLevels : default;
        var lists = new List<object?>?[groupRows];
        int row = -1;
        int stored = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            row += starts[i] == 0 ? 1 : 0;
            int level = full > 0 ? levels[i] : 0;
            if (level > 0 || full == 0)
            {
                lists[row] ??= [];
            }

            if (level == full)
            {
                lists[row]!.Add(Value(raw, stored++));
            }
        }

        for (int i = 0; i < rows.Length; i++)
        {
            cells[i] = lists[rows[i]]?.ToArray();
        }
    }

    private static object Value(RawColumnData raw, int index) => raw switch
    {
        RawColumnData<ReadOnlyMemory<char>> texts => texts.Values[index].ToString(),
        RawColumnData<ReadOnlyMemory<byte>> bytes => bytes.Values[index].ToArray(),
        RawColumnData<long> whole => whole.Values[index],
        RawColumnData<int> whole => (long)whole.Values[index],
        RawColumnData<short> whole => (long)whole.Values[index],
        RawColumnData<sbyte> whole => (long)whole.Values[index],
        RawColumnData<byte> whole => (long)whole.Values[index],
        RawColumnData<ushort> whole => (long)whole.Values[index],
        RawColumnData<uint> whole => (long)whole.Values[index],
        RawColumnData<ulong> whole => checked((long)whole.Values[index]),
        RawColumnData<double> number => number.Values[index],
        RawColumnData<float> number => (double)number.Values[index],
        RawColumnData<decimal> number => (double)number.Values[index],
        RawColumnData<bool> flags => flags.Values[index],
        _ => throw new DataException($"Cells of type {raw.GetType().GenericTypeArguments.FirstOrDefault()?.Name} cannot be used."),
    };

    private static CellType ListOf(DataField item) =>
        item.MaxRepetitionLevel == 1 && TypeOf(item.ClrType) != CellType.Other ? CellType.List : CellType.Other;

    private static CellType TypeOf(System.Type type) => System.Type.GetTypeCode(type) switch
    {
        TypeCode.Int64 or TypeCode.Int32 or TypeCode.Int16 or TypeCode.SByte
            or TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64 => CellType.Integer,
        TypeCode.Double or TypeCode.Single or TypeCode.Decimal => CellType.Number,
        TypeCode.Boolean => CellType.Boolean,
        TypeCode.String => CellType.Text,
        _ => type == typeof(ReadOnlyMemory<char>) ? CellType.Text : CellType.Other,
    };
}
