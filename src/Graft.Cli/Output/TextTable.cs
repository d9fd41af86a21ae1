namespace Graft.Cli.Output;

/// <summary>Tables of plain text.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Lines of equal columns, the first to the left, the others to the right.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> all = [headers, .. rows];
        int[] widths = new int[headers.Count];
        foreach (IReadOnlyList<string> row in all)
        {
            for (int column = 0; column < widths.Length; column++)
            {
                widths[column] = Math.Max(widths[column], row[column].Length);
            }
        }

        foreach (IReadOnlyList<string> row in all)
        {
            string line = "";
            for (int column = 0; column < widths.Length; column++)
            {
                line += column == 0 ? row[0].PadRight(widths[0]) : Gap + row[column].PadLeft(widths[column]);
            }

            yield return line.TrimEnd();
        }
    }
}
