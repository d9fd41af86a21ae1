using CsvHelper;

namespace Graft.Data.Reading;

/// <summary>How a CSV file is written.</summary>
/// <param name="Delimiter">What separates fields.</param>
/// <param name="HasHeader">Whether the first row names the columns.</param>
/// <param name="QuotedFields">Whether quotes round a field are not part of it.</param>
/// <param name="HasHint">Whether the first line is "sep=;", which Excel writes and which is no row.</param>
internal sealed record CsvDialect(char Delimiter, bool HasHeader, bool QuotedFields, bool HasHint)
{
    private const int SampleBytes = 1 << 18;
    private const int SampleRows = 200;

    /// <summary>What messages call the delimiter.</summary>
    public string DelimiterName => Delimiter == '\t' ? "tab" : Delimiter.ToString();

    /// <summary>Finds out the dialect from the first rows; what the options say counts first.</summary>
    public static CsvDialect Find(ReadOnlyMemory<byte> text, string path, DataOptions options)
    {
        ReadOnlyMemory<byte> sample = text[..Math.Min(text.Length, SampleBytes)];
        bool tabs = Path.GetExtension(path).ToUpperInvariant() is ".TSV" or ".TAB";
        if (options.Delimiter is { } given && (!char.IsAscii(given) || given is '"' or '\r' or '\n'))
        {
            throw new DataException($"'{given}' cannot be a delimiter.", path, remedy: $"Give a comma, a semicolon, a tab or a bar as {OptionNames.Delimiter}.");
        }

        char? hint = Hint(text.Span);
        char[] candidates = (options.Delimiter ?? hint) is { } one ? [one] : tabs ? ['\t', ',', ';', '|'] : [',', ';', '\t', '|'];
        List<string[]> best = [];
        char delimiter = candidates[0];
        double bestScore = -1;
        foreach (char candidate in candidates)
        {
            List<string[]> rows = Rows(sample, candidate, options.QuotedFields, complete: sample.Length == text.Length);
            rows = hint is null ? rows : [.. rows.Skip(1)];
            double score = Score(rows);
            if (score > bestScore)
            {
                (best, delimiter, bestScore) = (rows, candidate, score);
            }
        }

        return new CsvDialect(delimiter, options.HasHeader ?? CsvHeader.IsThere(best), options.QuotedFields, hint is not null);
    }

    private static char? Hint(ReadOnlySpan<byte> text) =>
        text.Length > 5 && text.StartsWith("sep="u8) && text[5] is (byte)'\r' or (byte)'\n' ? (char)text[4] : null;

    // The share of rows that have the most common number of fields, if that is more than one; known column names decide a tie.
    private static double Score(List<string[]> rows)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        IGrouping<int, string[]> common = rows.GroupBy(row => row.Length).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First();
        double share = (double)common.Count() / rows.Count;
        return common.Key < 2 ? 0 : share + (0.5 * rows[0].Count(ColumnNames.IsKnown));
    }

    private static List<string[]> Rows(ReadOnlyMemory<byte> sample, char delimiter, bool quoted, bool complete)
    {
        using CsvReader reader = CsvReader.Create(sample, new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            Mode = quoted ? CsvMode.Rfc4180 : CsvMode.NoEscape,
            DetectSeparatorHint = false,
        });
        var rows = new List<string[]>();
        while (rows.Count < SampleRows && reader.Read())
        {
            string[] row = new string[reader.FieldCount];
            for (int c = 0; c < row.Length; c++)
            {
                row[c] = reader.GetString(c);
            }

            rows.Add(row);
        }

        // The sample may end in the middle of a row.
        if (!complete && rows.Count is > 1 and < SampleRows)
        {
            rows.RemoveAt(rows.Count - 1);
        }

        return rows;
    }
}
