using System.Globalization;
using CsvHelper;

namespace Graft.Data.Reading;

/// <summary>Reads a CSV or TSV file (RFC 4180, with the delimiter and the header found out).</summary>
internal static class CsvTable
{
    /// <summary>Reads all rows.</summary>
    /// <exception cref="DataException">The file is not text, a row is ragged, or a quote is not closed.</exception>
    public static MemoryTable Read(string path, DataOptions options)
    {
        ReadOnlyMemory<byte> text = FileContent.ReadText(path, "a CSV file");
        CsvDialect dialect = CsvDialect.Find(text, path, options);
        using var rows = new CsvRows(text, path, dialect, options.SkipBad);
        MemoryTable table = Read(rows, path, dialect, names: null);
        return table.RowCount > 0 ? table : throw new DataException("The file holds a header but no row that can be used.", path);
    }

    /// <summary>Reads the rows of a file, or of a block of one, which may have none.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="path">The name for messages.</param>
    /// <param name="dialect">How the file is written.</param>
    /// <param name="names">The columns' names where a block before this one had them; null at the file's beginning.</param>
    /// <exception cref="DataException">A row is ragged, a quote is not closed, or the file holds no row at all.</exception>
    public static MemoryTable Read(CsvRows rows, string path, CsvDialect dialect, string[]? names)
    {
        string file = Path.GetFileName(path);
        var notes = new List<string>();
        string[]? first = null;
        if (names is null)
        {
            if (dialect.HasHint)
            {
                rows.Next();
            }

            first = rows.Next() ?? throw new DataException("The file holds no row.", path);
            names = dialect.HasHeader ? Names(first, file, notes) : [.. first.Select((_, i) => Unnamed(i))];
            if (!dialect.HasHeader)
            {
                notes.Add($"{file}: no header row was found; the columns are called {NameList.Quote(names)}.");
            }
        }

        rows.Width = names.Length;
        var cells = names.Select(_ => new List<object?>()).ToArray();
        var lines = new List<int>();
        for (string[]? row = first is null || dialect.HasHeader ? rows.Next() : first; row is not null; row = rows.Next())
        {
            lines.Add(rows.Line);
            for (int c = 0; c < row.Length; c++)
            {
                cells[c].Add(row[c]);
            }
        }

        if (rows.Skipped > 0)
        {
            notes.Add($"{file}: {rows.Skipped:N0} bad rows were left out (the first at line {rows.FirstSkipped}: {rows.FirstProblem})");
        }

        return new MemoryTable(
            [.. names.Select(name => new ColumnInfo(name, CellType.Text))],
            [.. cells.Select(column => column.ToArray())],
            [.. lines],
            "line",
            notes)
        {
            Path = path,
        };
    }

    private static string Unnamed(int index) => string.Create(CultureInfo.InvariantCulture, $"column{index + 1}");

    private static string[] Names(string[] header, string file, List<string> notes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string[] names = new string[header.Length];
        for (int c = 0; c < header.Length; c++)
        {
            string name = header[c].Trim() is { Length: > 0 } given ? given : Unnamed(c);
            string unique = name;
            for (int copy = 2; !seen.Add(unique); copy++)
            {
                unique = string.Create(CultureInfo.InvariantCulture, $"{name}.{copy}");
            }

            if (unique != name)
            {
                notes.Add($"{file}: more than one column is called '{NameList.Shorten(name)}'; column {c + 1} is taken as '{NameList.Shorten(unique)}'.");
            }

            names[c] = unique;
        }

        return names;
    }
}
