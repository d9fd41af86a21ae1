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
        if (dialect.HasHint)
        {
            rows.Next();
        }

        string[]? first = rows.Next();
        if (first is null)
        {
            throw new DataException("The file holds no row.", path);
        }

        rows.Width = first.Length;
        var notes = new List<string>();
        string[] names = dialect.HasHeader ? Names(first) : [.. first.Select((_, i) => Unnamed(i))];
        var cells = names.Select(_ => new List<object?>()).ToArray();
        var lines = new List<int>();
        for (string[]? row = dialect.HasHeader ? rows.Next() : first; row is not null; row = rows.Next())
        {
            lines.Add(rows.Line);
            for (int c = 0; c < row.Length; c++)
            {
                cells[c].Add(row[c]);
            }
        }

        string file = Path.GetFileName(path);
        if (!dialect.HasHeader)
        {
            notes.Add($"{file}: no header row was found; the columns are called {NameList.Quote(names)}.");
        }

        if (rows.Skipped > 0)
        {
            notes.Add($"{file}: {rows.Skipped:N0} bad rows were left out (the first at line {rows.FirstSkipped}: {rows.FirstProblem})");
        }

        if (lines.Count == 0)
        {
            throw new DataException("The file holds a header but no row that can be used.", path);
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

    private static string[] Names(string[] header)
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

            names[c] = unique;
        }

        return names;
    }
}
