using System.Globalization;

namespace Graft.Data.Reading;

/// <summary>Label cells as the names of classes, or as numbers.</summary>
internal static class LabelWords
{
    /// <summary>
    /// The class that a cell names, or null where the label is missing (null, blank, not a number, or −1 where the
    /// column's whole numbers have names). Words lose the blanks round them; 1.0 is the class "1".
    /// </summary>
    /// <param name="cell">A plain cell, not a list.</param>
    /// <param name="classNames">The names that whole numbers stand for, or null.</param>
    /// <exception cref="DataException">A number that should have a name has none.</exception>
    public static string? Name(object? cell, IReadOnlyList<string>? classNames) => cell switch
    {
        null => null,
        string text => text.Trim() is { Length: > 0 } word ? Whole(word) : null,
        long number => Named(number, classNames),
        double number when double.IsNaN(number) => null,
        double number when double.IsInteger(number) && Math.Abs(number) < 1e15 => Named((long)number, classNames),
        _ => CellText.Of(cell),
    };

    /// <summary>The number in a cell, or null if it is none.</summary>
    public static double? Number(object? cell) => cell switch
    {
        long number => number,
        double number when double.IsFinite(number) => number,
        bool flag => flag ? 1 : 0,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>Whether a cell holds no label at all.</summary>
    public static bool IsMissing(object? cell) => cell is null || (cell is string text && string.IsNullOrWhiteSpace(text)) || cell is double.NaN;

    private static string? Named(long number, IReadOnlyList<string>? classNames)
    {
        if (classNames is null)
        {
            return number.ToString(CultureInfo.InvariantCulture);
        }

        return number == -1 ? null
            : number >= 0 && number < classNames.Count ? classNames[(int)number]
            : throw new DataException($"The label {number} is none of the {classNames.Count} classes that the file names.");
    }

    // Tables that went through floating point say 1.0 for class 1.
    private static string Whole(string word)
    {
        int point = word.IndexOf('.', StringComparison.Ordinal);
        return point > 0 && point < word.Length - 1
            && !word.AsSpan(point + 1).ContainsAnyExcept('0') && long.TryParse(word.AsSpan(0, point), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? word[..point]
            : word;
    }
}
