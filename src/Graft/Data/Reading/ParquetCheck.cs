using System.Buffers.Binary;
using Parquet.Meta;

namespace Graft.Data.Reading;

/// <summary>
/// Checks the structures in a Parquet file before they are read: its end marks, its footer, and the page headers of a
/// column chunk. A reader that is not careful never ends on a footer that does not, and asks for memory by lengths in it.
/// </summary>
internal sealed class ParquetCheck(string path, Stream file)
{
    private const int EndBytes = 8;
    private const int FirstRead = 1 << 12;
    private const int LargestHeader = 1 << 24;

    // Larger pages must agree with the footer, as their size is the memory that is asked for.
    private const int PlainPage = 1 << 26;

    // Old writers leave the header of the dictionary out of a chunk's size.
    private const int SizeSlack = 100;
    private const string Again = "Download or write the file again.";

    /// <summary>Checks the marks at both ends, and the footer.</summary>
    /// <exception cref="DataException">The file is missing, empty, of another kind, cut off or damaged.</exception>
    public void File()
    {
        byte[] head = ReadAt(0, 64);
        if (head.Length == 0)
        {
            throw new DataException("The file is empty (0 bytes).", path, remedy: Again);
        }

        if (!head.AsSpan().StartsWith("PAR1"u8))
        {
            FileContent.RefuseOther(path, head, "a Parquet file");
            throw new DataException("This is not a Parquet file: it does not start with 'PAR1'.", path, remedy: Again);
        }

        byte[] end = file.Length < EndBytes + 4 ? [] : ReadAt(file.Length - EndBytes, EndBytes);
        long length = end.Length == 0 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(end);
        if (!end.AsSpan().EndsWith("PAR1"u8) || length > file.Length - EndBytes - 4 || length > Array.MaxLength)
        {
            throw new DataException("The Parquet file is cut off or damaged: its footer is not at its end.", path, remedy: Again);
        }

        if (ThriftWalker.Walk(ReadAt(file.Length - EndBytes - length, (int)length), ThriftShape.Footer) is null)
        {
            throw new DataException("The Parquet file is damaged: its footer cannot be read.", path, remedy: Again);
        }
    }

    /// <summary>Where a column chunk lies, with the bytes that an old writer's size leaves out; of length 0 if it is not in the file.</summary>
    public static (long Start, long Length) RangeOf(ColumnMetaData column, long fileLength)
    {
        long start = column.DictionaryPageOffset is > 0 and { } dictionary && dictionary < column.DataPageOffset ? dictionary : column.DataPageOffset;
        bool isInFile = column.TotalCompressedSize is >= 0 and <= long.MaxValue - SizeSlack && start >= 4 && start <= fileLength;
        return isInFile ? (start, Math.Min(column.TotalCompressedSize + SizeSlack, fileLength - start)) : (start, 0);
    }

    /// <summary>Checks that the pages of a column chunk lie in the file and together have its values.</summary>
    /// <exception cref="DataException">They do not.</exception>
    public void Pages(ColumnMetaData column, string place)
    {
        (long start, long chunk) = RangeOf(column, file.Length);
        long end = start + chunk;
        long values = 0;
        long unpacked = 0;
        while (values < column.NumValues)
        {
            var numbers = new Dictionary<string, long>();
            int? header = start < end ? Header(start, end, numbers) : null;
            long packed = numbers.GetValueOrDefault("3", -1);
            long size = numbers.GetValueOrDefault("2", -1);

            // 5.1 and 8.1 are the number of values of the two kinds of data page; a dictionary has none of the column's.
            long count = numbers.GetValueOrDefault("5.1") + numbers.GetValueOrDefault("8.1");
            unpacked += size;
            if (header is not { } length || packed < 0 || size < 0 || count < 0 || packed > end - start - length
                || (size > PlainPage && unpacked > column.TotalUncompressedSize))
            {
                throw new DataException("The Parquet file is damaged: the pages of a column do not lie in it as its footer says.", path, place, Again);
            }

            values += count;
            start += length + packed;
        }
    }

    private int? Header(long start, long end, Dictionary<string, long> numbers)
    {
        // Headers take some tens of bytes, unless they hold the least and greatest of long texts.
        for (int size = FirstRead; size <= LargestHeader; size *= 16)
        {
            numbers.Clear();
            byte[] bytes = ReadAt(start, (int)Math.Min(size, end - start));
            if (ThriftWalker.Walk(bytes, ThriftShape.PageHeader, numbers) is { } length)
            {
                return length;
            }

            if (bytes.Length < size)
            {
                return null;
            }
        }

        return null;
    }

    // The position is given back: another reader of the stream may rely on it.
    private byte[] ReadAt(long offset, int count)
    {
        long before = file.Position;
        byte[] bytes = new byte[Math.Clamp(file.Length - offset, 0, count)];
        file.Position = offset;
        int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        file.Position = before;
        return bytes[..read];
    }
}
