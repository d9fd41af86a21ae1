namespace Graft.Data;

/// <summary>Names as messages list them.</summary>
internal static class NameList
{
    private const int Shown = 12;

    /// <summary>'a', 'b' and 3 more.</summary>
    public static string Quote(IEnumerable<string> names)
    {
        string[] all = [.. names];
        string shown = string.Join(", ", all.Take(Shown).Select(name => $"'{Shorten(name)}'"));
        return all.Length == 0 ? "none" : all.Length <= Shown ? shown : $"{shown} and {all.Length - Shown:N0} more";
    }

    /// <summary>A text short enough for a message, on one line.</summary>
    public static string Shorten(string text, int limit = 60)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= limit ? line : line[..(char.IsHighSurrogate(line[limit - 1]) ? limit - 1 : limit)] + "…";
    }
}
