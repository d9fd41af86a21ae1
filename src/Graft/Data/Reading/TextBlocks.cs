namespace Graft.Data.Reading;

/// <summary>Reads a text file block by block, each ending where a row does, so that no more than a block is in memory.</summary>
internal sealed class TextBlocks
{
    /// <summary>The usual size of a block.</summary>
    public const int DefaultBytes = 1 << 22;

    private const int LargestRow = 1 << 28;

    private readonly string _path;
    private readonly string _expected;
    private readonly int _blockBytes;

    /// <param name="path">The name for messages.</param>
    /// <param name="expected">"a CSV file", for messages.</param>
    /// <param name="blockBytes">The size of a block in bytes; one grows where a row is larger.</param>
    public TextBlocks(string path, string expected, int blockBytes) => (_path, _expected, _blockBytes) = (path, expected, blockBytes);

    /// <summary>Reads all blocks, each valid UTF-8 without byte order mark or NUL.</summary>
    /// <param name="file">The file; an <see cref="IRangeSource"/> is told of each block. Left open.</param>
    /// <param name="wholeRows">How many bytes at the beginning of a text are whole rows: 0 if none is known to end in it.</param>
    /// <exception cref="DataException">The file is empty, of another kind, no such text, or has a row of more than 256 MB.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Read(Stream file, Func<ReadOnlyMemory<byte>, int> wholeRows)
    {
        byte[] buffer = new byte[_blockBytes];
        int filled = 0;
        long offset = 0;
        bool isAtEnd = false, isFirst = true;
        while (!isAtEnd || filled > 0)
        {
            int read = Fill(file, buffer, filled);
            isAtEnd = filled + read < buffer.Length;
            filled += read;
            if (isFirst)
            {
                int mark = Begin(buffer.AsSpan(0, filled));
                buffer.AsSpan(mark, filled - mark).CopyTo(buffer);
                (filled, offset, isFirst) = (filled - mark, mark, false);
            }

            int whole = isAtEnd ? filled : wholeRows(buffer.AsMemory(0, filled));
            if (whole == 0 && !isAtEnd)
            {
                buffer = Grow(buffer, offset);
                continue;
            }

            // The block is the reader's; what follows it begins the next.
            byte[] block = buffer;
            buffer = new byte[Math.Max(_blockBytes, 2 * (filled - whole))];
            block.AsSpan(whole, filled - whole).CopyTo(buffer);
            filled -= whole;
            FileContent.RefuseInvalid(block.AsSpan(0, whole), offset, _path);
            if (whole > 0)
            {
                yield return block.AsMemory(0, whole);
            }

            offset += whole;
        }
    }

    private static int Fill(Stream file, byte[] buffer, int filled)
    {
        (file as IRangeSource)?.Announce([(file.Position, Math.Min(buffer.Length - filled, file.Length - file.Position))]);
        return file.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
    }

    // The length of a byte order mark.
    private int Begin(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
        {
            throw new DataException("The file is empty (0 bytes).", _path, remedy: "Write, copy or download it again.");
        }

        FileContent.RefuseOther(_path, start, _expected);
        return FileContent.IsUtf16(start)
            ? throw new DataException("The byte order mark says UTF-16, which is not read as a stream.", _path, remedy: "Save the file as UTF-8, or load it whole.")
            : FileContent.MarkLength(start);
    }

    private byte[] Grow(byte[] buffer, long offset)
    {
        if (buffer.Length >= LargestRow)
        {
            throw new DataException(
                $"The row that starts here is longer than {LargestRow:N0} bytes: a quote may never be closed.", _path, $"byte {offset}", $"Close it, or read quotes as text with {OptionNames.QuotedFields}.");
        }

        Array.Resize(ref buffer, buffer.Length * 2);
        return buffer;
    }
}
