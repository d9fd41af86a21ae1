using System.Numerics;

namespace Graft.Vision.Decoding;

/// <summary>Undoes the row filters of PNG (ISO/IEC 15948, section 9).</summary>
internal static class PngFilter
{
    /// <summary>Turns the differences of a row into samples, in place.</summary>
    /// <param name="filter">0 none, 1 left, 2 up, 3 average, 4 Paeth.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The finished row above, zeros for the first.</param>
    /// <param name="distance">Bytes from a sample to that of the pixel to the left.</param>
    /// <returns>Whether the filter is known.</returns>
    public static bool Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (filter)
        {
            case 0:
                return true;
            case 1:
                for (int i = distance; i < row.Length; i++)
                {
                    row[i] += row[i - distance];
                }

                return true;
            case 2:
                Up(row, above);
                return true;
            case 3:
                Average(row, above, distance);
                return true;
            case 4:
                Paeth(row, above, distance);
                return true;
            default:
                return false;
        }
    }

    private static void Up(Span<byte> row, ReadOnlySpan<byte> above)
    {
        int i = 0;
        for (; i + Vector<byte>.Count <= row.Length; i += Vector<byte>.Count)
        {
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        }

        for (; i < row.Length; i++)
        {
            row[i] += above[i];
        }
    }

    private static void Average(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= distance ? row[i - distance] : 0;
            row[i] += (byte)((left + above[i]) >> 1);
        }
    }

    private static void Paeth(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        int i = 0;
        for (; i < distance && i < row.Length; i++)
        {
            row[i] += above[i];
        }

        for (; i < row.Length; i++)
        {
            int left = row[i - distance];
            int up = above[i];
            int corner = above[i - distance];
            int toLeft = Math.Abs(up - corner);
            int toUp = Math.Abs(left - corner);
            int toCorner = Math.Abs(left + up - (2 * corner));
            row[i] += (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
        }
    }
}
