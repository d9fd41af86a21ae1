using System.Buffers.Binary;
using System.Text;

namespace Graft.Campaigns.Fuzz;

/// <summary>Breaks valid files: flips, cuts, doubled and foreign pieces, other numbers and lengths, words of the format.</summary>
internal sealed class Mutator(int seed, IReadOnlyList<string> dictionary)
{
    private const int LongestMutant = 1 << 20;

    private const string Marks = "[]{}\"'\\,:;|\n\r\0\t/<>().-+eE #\u007f\u00ff";

    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "2", "255", "256", "65535", "65536", "16777216", "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775807",
        "-9223372036854775808", "18446744073709551616", "1e3", "1e308", "1e999", "0.5", "-0", "NaN", "null", "\"\"", "[]", "{}", "true",
    ];

    private static readonly long[] Values =
        [0, 1, 2, 7, 8, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 100_000_000, int.MaxValue, 1L << 31, uint.MaxValue, 1L << 32, long.MaxValue, long.MinValue, -1, -2];

    private readonly Random _random = new(seed);

    /// <summary>A mutant of one of the seeds.</summary>
    public byte[] Mutate(IReadOnlyList<byte[]> seeds)
    {
        byte[] bytes = seeds[_random.Next(seeds.Count)];

        // Mostly one or two changes: a file that is broken all over is refused by the first check.
        int changes = 1 + (int)Math.Floor(-Math.Log(1 - _random.NextDouble()) * 1.2);
        for (int i = 0; i < changes; i++)
        {
            bytes = Change(bytes, seeds);
        }

        return bytes.Length <= LongestMutant ? bytes : bytes[..LongestMutant];
    }

    private byte[] Change(byte[] bytes, IReadOnlyList<byte[]> seeds)
    {
        if (bytes.Length == 0)
        {
            return [(byte)_random.Next(256)];
        }

        int at = _random.Next(bytes.Length);
        switch (_random.Next(12))
        {
            case 0:
                return Replace(bytes, at, 1, [(byte)(bytes[at] ^ 1 << _random.Next(8))]);
            case 1:
                return Replace(bytes, at, 1, [(byte)_random.Next(256)]);
            case 2:
                return Replace(bytes, at, Piece(bytes, at), []);
            case 3:
                return bytes[..at];
            case 4:
                byte[] piece = bytes[at..(at + Piece(bytes, at))];
                return Replace(bytes, _random.Next(bytes.Length), 0, piece);
            case 5:
                byte[] other = seeds[_random.Next(seeds.Count)];
                int cut = _random.Next(other.Length + 1);
                return [.. bytes[..at], .. other[cut..]];
            case 6:
                return Replace(bytes, at, _random.Next(2) * Piece(bytes, at), Word());
            case 7 or 8:
                return ReplaceNumber(bytes, at);
            case 9 or 10:
                return ReplaceLength(bytes, at);
            default:
                // Many of one thing: depth, length, count.
                return Replace(bytes, at, 0, [.. Enumerable.Repeat(Word(), 1 << _random.Next(1, 12)).SelectMany(word => word).Take(1 << 16)]);
        }
    }

    private byte[] Word() => _random.Next(4) == 0 || dictionary.Count == 0
        ? [(byte)Marks[_random.Next(Marks.Length)]]
        : Encoding.UTF8.GetBytes(dictionary[_random.Next(dictionary.Count)]);

    // Lengths as binary formats have them, beside small changes of the one that is there.
    private byte[] ReplaceLength(byte[] bytes, int at)
    {
        int width = 1 << _random.Next(4);
        if (at + width > bytes.Length)
        {
            return bytes;
        }

        Span<byte> number = stackalloc byte[8];
        bool bigEndian = _random.Next(2) == 0;
        Span<byte> old = stackalloc byte[8];
        bytes.AsSpan(at, width).CopyTo(bigEndian ? old[(8 - width)..] : old);
        long before = bigEndian ? BinaryPrimitives.ReadInt64BigEndian(old) : BinaryPrimitives.ReadInt64LittleEndian(old);
        long value = _random.Next(2) == 0 ? Values[_random.Next(Values.Length)] : before + _random.Next(-2, 3);
        if (bigEndian)
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value);
            return Replace(bytes, at, width, number[(8 - width)..].ToArray());
        }

        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        return Replace(bytes, at, width, number[..width].ToArray());
    }

    // The next number in digits gets another value.
    private byte[] ReplaceNumber(byte[] bytes, int at)
    {
        int start = bytes.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9') + at;
        if (start < at)
        {
            return ReplaceLength(bytes, at);
        }

        int length = bytes.AsSpan(start).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return Replace(bytes, start, length < 0 ? bytes.Length - start : length, Encoding.ASCII.GetBytes(Numbers[_random.Next(Numbers.Length)]));
    }

    private int Piece(byte[] bytes, int at) => _random.Next(1, 1 + Math.Min(bytes.Length - at, _random.Next(8) == 0 ? bytes.Length : 16));

    private static byte[] Replace(byte[] bytes, int at, int count, byte[] with) => [.. bytes[..at], .. with, .. bytes[(at + count)..]];
}
