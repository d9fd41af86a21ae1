using System.Globalization;

namespace Graft.Data.Reading;

/// <summary>Cells as words.</summary>
internal static class CellText
{
    /// <summary>Whether a cell can stand for a text: nothing, words, a number or a flag, no list, object or image.</summary>
    public static bool IsText(object? cell) => cell is null or string or bool or IFormattable;

    /// <summary>A cell as it would stand in a CSV file: 1, 2.5, true, the text itself.</summary>
    public static string Of(object? cell) => cell switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}
