using System.Globalization;

namespace Graft.Data.Reading;

/// <summary>What a sample of a column's cells looks like.</summary>
internal sealed class ColumnProfile
{
    private const int SampleRows = 20_000;
    private const double MostlyShare = 0.5;

    private ColumnProfile(ColumnInfo column, object?[] cells)
    {
        Column = column;
        string[] texts = [.. cells.Where(cell => cell is not null and not object?[]).Select(CellText.Of).Where(text => text.Length > 0)];
        HasLists = cells.Any(cell => cell is object?[]);
        Count = texts.Length;
        Distinct = texts.Distinct(StringComparer.Ordinal).Count();
        MeanLength = texts.Length == 0 ? 0 : texts.Average(text => text.Length);
        double[] numbers = [.. texts.Select(ToNumber).OfType<double>()];
        IsNumeric = Count > 0 && numbers.Length == Count;
        IsWhole = IsNumeric && numbers.All(double.IsInteger);
        Counts = IsWhole && Count > 2 && numbers.Zip(numbers.Skip(1)).All(pair => pair.Second > pair.First);
        HasBlanks = Count > 0 && texts.Count(text => text.AsSpan().Trim().ContainsAny(' ', '\n', '\t')) >= MostlyShare * Count;
        ImageNames = Count > 0 && texts.All(FolderFiles.IsImage);
    }

    /// <summary>The column.</summary>
    public ColumnInfo Column { get; }

    /// <summary>How many cells of the sample hold something.</summary>
    public int Count { get; }

    /// <summary>How many different values those have.</summary>
    public int Distinct { get; }

    /// <summary>Their mean length in characters.</summary>
    public double MeanLength { get; }

    /// <summary>Whether all are numbers.</summary>
    public bool IsNumeric { get; }

    /// <summary>Whether all are whole numbers.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether they are whole numbers that only rise, as row numbers do.</summary>
    public bool Counts { get; }

    /// <summary>Whether at least half hold more than a word.</summary>
    public bool HasBlanks { get; }

    /// <summary>Whether all end as image files do.</summary>
    public bool ImageNames { get; }

    /// <summary>Whether cells are lists.</summary>
    public bool HasLists { get; }

    /// <summary>Whether the column only tells rows apart: numbers that rise, or single words that are all different.</summary>
    public bool IsId => ColumnNames.IsId(Column.Name) || Counts || (Count > 2 && Distinct == Count && !HasBlanks && !IsNumeric && !HasLists);

    /// <summary>Whether all cells are the same, which tells nothing.</summary>
    public bool IsConstant => !HasLists && Distinct < 2;

    /// <summary>Whether it may be a text: words, more than a few values, no number.</summary>
    public bool MayBeText => MayBeWord && HasBlanks;

    /// <summary>Whether it may be a text of one word, where no column holds longer ones.</summary>
    public bool MayBeWord => Column.Type == CellType.Text && !IsNumeric && !IsConstant && !ColumnNames.IsId(Column.Name);

    /// <summary>Whether it may be a label: few values that repeat, fractions, or lists.</summary>
    public bool MayBeLabel => Column.Type is not (CellType.Image or CellType.Other) && !IsConstant && !IsId
        && (HasLists || (IsNumeric && !IsWhole) || Distinct <= Math.Max(2, Count / 2));

    /// <summary>Looks at cells spread evenly over a source.</summary>
    public static ColumnProfile[] Of(RowSource source, IReadOnlyList<ColumnInfo> columns)
    {
        int count = Math.Min(source.RowCount, SampleRows);
        int[] rows = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * source.RowCount / count))];
        object?[][] cells = source.Read([.. columns.Select(column => column.Name)], rows);
        return [.. columns.Select((column, c) => new ColumnProfile(column, cells[c]))];
    }

    private static double? ToNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
}
