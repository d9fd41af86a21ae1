using System.Globalization;

namespace Graft.Data.Reading;

/// <summary>Tells whether the first row of a CSV file names the columns.</summary>
internal static class CsvHeader
{
    private const int LongestName = 48;

    /// <summary>Whether the first of some rows is a header.</summary>
    public static bool IsThere(List<string[]> rows)
    {
        if (rows.Count < 2)
        {
            return rows.Count == 1 && rows[0].Any(ColumnNames.IsKnown);
        }

        // A number, or a value that comes again below, is data (a class may be called 'spam'); a name is short and occurs once.
        string[] first = rows[0];
        List<string[]> body = [.. rows.Skip(1).Where(row => row.Length == first.Length)];
        if (Enumerable.Range(0, first.Length).Any(c => ColumnNames.IsKnown(first[c]) && body.All(row => row[c] != first[c])))
        {
            return true;
        }

        bool isData = first.Any(cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            || Enumerable.Range(0, first.Length).Any(c => first[c].Length > 0 && body.Any(row => row[c] == first[c]));
        return !isData
            && first.All(cell => cell.Length <= LongestName && cell.Count(char.IsWhiteSpace) <= 3)
            && first.Count(cell => cell.Trim().Length == 0) <= 1
            && first.Distinct(StringComparer.OrdinalIgnoreCase).Count() == first.Length
            && LooksUnlikeBody(first, body);
    }

    // Names differ from what is below them: numbers below, much longer texts below, or few values that repeat.
    private static bool LooksUnlikeBody(string[] first, List<string[]> body) =>
        body.Count == 0 || Enumerable.Range(0, first.Length).Any(c =>
            body.All(row => double.TryParse(row[c], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            || body.Average(row => row[c].Length) >= 2.0 * Math.Max(first[c].Length, 1)
            || (body.Count >= 6 && body.Select(row => row[c]).Distinct().Count() * 3 <= body.Count));
}
