namespace Graft.Data.Reading;

/// <summary>Cells with several labels: lists of names or numbers, lists of a 0 or 1 for each class, or words with a separator.</summary>
internal static class MultiHotLists
{
    /// <summary>
    /// The number of classes if the lists hold a 0 or 1 for each class, else null: all are of one length, hold nothing but
    /// 0, 1 and missing values, and one of them holds a number twice, which a list of classes does not.
    /// </summary>
    public static int? Width(IEnumerable<object?> cells)
    {
        object?[][] lists = [.. cells.OfType<object?[]>()];
        int width = lists.Length == 0 ? 0 : lists[0].Length;
        return width >= 2 && lists.All(list => AreFlags(list, width)) && lists.Any(HoldsOneTwice) ? width : null;
    }

    /// <summary>
    /// Whether the lists hold a 0 or 1 for each of the classes that there are: all do, or one of them does that is no list of classes, as
    /// it holds a number twice.
    /// </summary>
    public static bool AreOf(IEnumerable<object?> cells, int classes)
    {
        object?[][] lists = [.. cells.OfType<object?[]>()];
        return classes >= 2 && lists.Length > 0
            && (lists.All(list => AreFlags(list, classes)) || lists.Any(list => AreFlags(list, classes) && HoldsOneTwice(list)));
    }

    private static bool AreFlags(object?[] list, int width) => list.Length == width && list.All(item => LabelWords.IsMissing(item) || IsFlag(item));

    private static bool HoldsOneTwice(object?[] list)
    {
        object?[] values = [.. list.Where(item => !LabelWords.IsMissing(item))];
        return values.Select(LabelWords.Number).Distinct().Count() < values.Length;
    }

    /// <summary>The names in a cell with several labels.</summary>
    public static IEnumerable<string> Words(object? cell, DataOptions options, IReadOnlyList<string>? classNames) => cell switch
    {
        object?[] list => list.Select(item => LabelWords.Name(item, classNames)).OfType<string>(),
        string text => text.Split(options.LabelSeparator).Select(word => LabelWords.Name(word, null)).OfType<string>(),
        _ => LabelWords.Name(cell, classNames) is { } one ? [one] : [],
    };

    /// <summary>Whether a cell is 0 or 1, or says true or false.</summary>
    public static bool IsFlag(object? cell) => Flag(cell) is not null;

    /// <summary>1 or 0, or null if the cell is neither.</summary>
    public static float? Flag(object? cell) => cell switch
    {
        string text when text.Trim().Equals("true", StringComparison.OrdinalIgnoreCase) => 1,
        string text when text.Trim().Equals("false", StringComparison.OrdinalIgnoreCase) => 0,
        _ => LabelWords.Number(cell) is { } number && number is 0 or 1 ? (float)number : null,
    };
}
