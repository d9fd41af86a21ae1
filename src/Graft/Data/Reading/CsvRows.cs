using CsvHelper;

namespace Graft.Data.Reading;

/// <summary>
/// The rows of a CSV text, one after the other. A bad row fails by line, or is skipped and counted: after a quote that
/// is not closed the next line is tried, so that one stray quote does not cost the rest of the file.
/// </summary>
internal sealed class CsvRows : IDisposable
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly string _path;
    private readonly CsvDialect _dialect;
    private readonly bool _skipBad;
    private CsvReader _reader;
    private CsvMalformedReason? _problem;
    private int _readerStart;
    private int _linesBefore;

    /// <param name="text">The text.</param>
    /// <param name="path">The name for messages.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="skipBad">Whether bad rows are skipped.</param>
    /// <param name="linesBefore">How many lines of the file come before the text.</param>
    public CsvRows(ReadOnlyMemory<byte> text, string path, CsvDialect dialect, bool skipBad, int linesBefore = 0)
    {
        _linesBefore = linesBefore;
        _text = text;
        _path = path;
        _dialect = dialect;
        _skipBad = skipBad;
        _reader = Open(text, _dialect, Note);
    }

    /// <summary>The number of fields that every row must have; 0 before the first row.</summary>
    public int Width { get; set; }

    /// <summary>The line on which the current row starts, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>How many rows were skipped.</summary>
    public int Skipped { get; private set; }

    /// <summary>The line of the first row that was skipped.</summary>
    public int FirstSkipped { get; private set; }

    /// <summary>What was wrong with it.</summary>
    public string FirstProblem { get; private set; } = "";

    /// <summary>How many lines a text of whole rows has, as the numbers of lines count them: those inside quotes too, ended by \n, \r\n or \r.</summary>
    public static int CountLines(ReadOnlySpan<byte> text)
    {
        int lines = text.Count((byte)'\n');
        for (int at = text.IndexOf((byte)'\r'); at >= 0;)
        {
            lines += at + 1 < text.Length && text[at + 1] == (byte)'\n' ? 0 : 1;
            int next = text[(at + 1)..].IndexOf((byte)'\r');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return lines;
    }

    /// <summary>How many bytes at the beginning of a text that goes on are whole rows: all but the last, whose end may be a quote or line end cut in two.</summary>
    public static int Whole(ReadOnlyMemory<byte> text, CsvDialect dialect)
    {
        using CsvReader reader = Open(text, dialect, _ => { });
        long last = 0;
        try
        {
            for (bool isFirst = true; reader.Read(); isFirst = false)
            {
                last = isFirst ? 0 : reader.ByteOffset;
            }

            return (int)last;
        }
        catch (CsvFormatException)
        {
            // Reading the rows says what is wrong, once the text goes on beyond it.
            return (int)last;
        }
    }

    /// <summary>The next row's fields, or null at the end.</summary>
    public string[]? Next()
    {
        while (Read())
        {
            Line = (int)_reader.LineNumber + _linesBefore;
            if (_problem is { } reason)
            {
                Refuse(
                    reason == CsvMalformedReason.UnterminatedQuote
                        ? "A quoted field is opened here and never closed."
                        : "There is text after a closing quote in the row that starts here.",
                    $"Double the quotes inside a quoted field, or read quotes as text with {OptionNames.QuotedFields}.");
                ResumeOnNextLine();
                continue;
            }

            if (Width > 0 && _reader.FieldCount != Width)
            {
                Refuse(
                    $"The row has {_reader.FieldCount} fields, the first row has {Width}.",
                    $"Put quotes round texts that hold the delimiter ('{_dialect.DelimiterName}').");
                continue;
            }

            string[] fields = new string[_reader.FieldCount];
            for (int c = 0; c < fields.Length; c++)
            {
                fields[c] = _reader.GetString(c);
            }

            return fields;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private bool Read()
    {
        _problem = null;
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException error)
        {
            throw new DataException($"The row cannot be read: {error.Message}", _path, $"line {Line + 1}", innerException: error);
        }
    }

    private void Refuse(string problem, string remedy)
    {
        if (!_skipBad)
        {
            throw new DataException(problem, _path, $"line {Line}", $"{remedy} To leave such rows out, set {OptionNames.SkipBad}.");
        }

        if (Skipped++ == 0)
        {
            FirstSkipped = Line;
            FirstProblem = problem;
        }
    }

    private void ResumeOnNextLine()
    {
        int start = _readerStart + (int)_reader.ByteOffset;
        ReadOnlySpan<byte> rest = _text.Span[start..];
        int lineEnd = rest.IndexOfAny((byte)'\r', (byte)'\n');
        int width = lineEnd >= 0 && rest[lineEnd..].StartsWith("\r\n"u8) ? 2 : 1;
        _readerStart = lineEnd < 0 ? _text.Length : start + lineEnd + width;
        _linesBefore = Line;
        _reader.Dispose();
        _reader = Open(_text[_readerStart..], _dialect, Note);
    }

    private static CsvReader Open(ReadOnlyMemory<byte> text, CsvDialect dialect, Action<CsvMalformedRecord> note) => CsvReader.Create(text, new CsvReaderOptions
    {
        Separator = dialect.Delimiter,
        HasHeader = false,
        Mode = dialect.QuotedFields ? CsvMode.Rfc4180 : CsvMode.NoEscape,
        TrackLineNumbers = true,
        DetectSeparatorHint = false,
        OnMalformedRecord = note,
    });

    // A quote inside an unquoted field (5" nails) is text; only what tears rows apart is a problem.
    private void Note(CsvMalformedRecord record) =>
        _problem = record.Reason is CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.TextAfterClosingQuote ? record.Reason : _problem;
}
