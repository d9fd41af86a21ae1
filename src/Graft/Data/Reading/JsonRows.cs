using System.Text.Json;

namespace Graft.Data.Reading;

/// <summary>Gathers JSON objects into columns.</summary>
/// <param name="path">The name for messages.</param>
/// <param name="skipBad">Whether what is not an object is left out.</param>
/// <param name="known">Columns that there are even if no row has them; null for none.</param>
/// <param name="keepObjects">Whether the text of objects in cells is kept.</param>
internal sealed class JsonRows(string path, bool skipBad, IReadOnlyList<string>? known = null, bool keepObjects = false)
{
    private readonly Dictionary<string, List<object?>> _columns = (known ?? []).ToDictionary(name => name, _ => new List<object?>(), StringComparer.Ordinal);
    private readonly List<int> _places = [];
    private int _skipped;
    private string _firstSkipped = "";

    /// <summary>Adds a row, or refuses what is not an object.</summary>
    public void Add(JsonElement row, int place, string placeWord)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            Refuse($"This is a JSON {Name(row.ValueKind)}, not an object.", place, placeWord);
            return;
        }

        try
        {
            foreach ((string name, object? cell) in row.EnumerateObject().Select(p => (p.Name, Cell(p.Value))).ToArray())
            {
                if (!_columns.TryGetValue(name, out List<object?>? column))
                {
                    _columns.Add(name, column = []);
                }

                Pad(column);
                if (column.Count > _places.Count)
                {
                    column[^1] = cell;
                }
                else
                {
                    column.Add(cell);
                }
            }

            _places.Add(place);
        }
        catch (InvalidOperationException error)
        {
            // A lone surrogate escape (\ud800) is JSON, but no text.
            Refuse($"A string is not text: {error.Message}", place, placeWord);
        }
    }

    /// <summary>Fails by line or item, or counts what was left out.</summary>
    public void Refuse(string problem, int place, string placeWord)
    {
        if (!skipBad)
        {
            throw new DataException(problem, path, $"{placeWord} {place}", $"To leave such rows out, set {OptionNames.SkipBad}.");
        }

        if (_skipped++ == 0)
        {
            _firstSkipped = $"{placeWord} {place}: {problem}";
        }
    }

    /// <summary>The table of all rows so far.</summary>
    /// <param name="placeWord">"line" or "item".</param>
    /// <param name="mayBeEmpty">Whether there may be none.</param>
    public MemoryTable ToTable(string placeWord, bool mayBeEmpty = false)
    {
        if (_places.Count == 0 && !mayBeEmpty)
        {
            throw new DataException("The file holds no row that can be used.", path);
        }

        var infos = new List<ColumnInfo>();
        var cells = new List<object?[]>();
        foreach ((string name, List<object?> column) in _columns)
        {
            Pad(column);
            CellType type = TypeOf(column);
            infos.Add(new ColumnInfo(name, type));
            cells.Add([.. column.Select(cell => Convert(cell, type))]);
        }

        string[] notes = _skipped == 0
            ? []
            : [$"{Path.GetFileName(path)}: {_skipped:N0} bad rows were left out (the first at {_firstSkipped})"];
        return new MemoryTable(infos, [.. cells], [.. _places], placeWord, notes) { Path = path };
    }

    private void Pad(List<object?> column)
    {
        while (column.Count < _places.Count)
        {
            column.Add(null);
        }
    }

    private object? Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out long whole) ? (object)whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => value.EnumerateArray().Select(Cell).ToArray(),
        JsonValueKind.Object => keepObjects ? new NestedCell(value.GetRawText()) : NestedCell.Unread,
        _ => null,
    };

    private static CellType TypeOf(List<object?> cells)
    {
        CellType? type = null;
        foreach (object? cell in cells)
        {
            CellType? here = cell switch
            {
                null => type,
                string => CellType.Text,
                long => CellType.Integer,
                double => CellType.Number,
                bool => CellType.Boolean,
                object?[] list when !list.Any(item => item is object?[] || item is NestedCell) => CellType.List,
                _ => CellType.Other,
            };
            if (type is null || here == type)
            {
                type = here;
            }
            else if (type is CellType.Integer or CellType.Number && here is CellType.Integer or CellType.Number)
            {
                type = CellType.Number;
            }
            else
            {
                // Lists and objects among plain values cannot be one column; plain values of several types are words.
                type = here is CellType.List or CellType.Other || type is CellType.List or CellType.Other ? CellType.Other : CellType.Text;
            }
        }

        return type ?? CellType.Text;
    }

    private static object? Convert(object? cell, CellType type) => (type, cell) switch
    {
        (CellType.Number, long whole) => (double)whole,
        (CellType.Text, not null and not string) => CellText.Of(cell),
        _ => cell,
    };

    private static string Name(JsonValueKind kind) => kind.ToString().ToLowerInvariant();
}
