namespace Graft.Data.Reading;

/// <summary>
/// Walks through a structure in Thrift's compact protocol without keeping it, to make sure before another reader takes
/// it that it ends, that every length fits into the bytes there are, and that every known field is of its type.
/// </summary>
internal ref struct ThriftWalker
{
    private const int Deepest = 24;
    private readonly ReadOnlySpan<byte> _bytes;

    private ThriftWalker(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>How many bytes were walked through.</summary>
    public int Position { get; private set; }

    /// <summary>Walks through one structure.</summary>
    /// <param name="bytes">Bytes that start with it.</param>
    /// <param name="shape">What it should be.</param>
    /// <param name="numbers">Receives the whole numbers of the structure and of those in it, by path: "3", "5.1".</param>
    /// <returns>How many bytes it takes, or null if it is damaged or goes on beyond the bytes.</returns>
    public static int? Walk(ReadOnlySpan<byte> bytes, ThriftShape shape, Dictionary<string, long>? numbers = null)
    {
        var walker = new ThriftWalker(bytes);
        return walker.Struct(shape, 0, numbers, "") ? walker.Position : null;
    }

    private bool Struct(ThriftShape? shape, int depth, Dictionary<string, long>? numbers, string path)
    {
        int number = 0;
        while (depth <= Deepest && Byte(out int head))
        {
            if (head == 0)
            {
                return true;
            }

            // The high half is the step to the field's number, 0 if the number itself follows.
            int code = head & 15;
            long given = 0;
            if (head >> 4 == 0 && !Number(out given))
            {
                return false;
            }

            number = head >> 4 == 0 ? (int)Math.Clamp(given, int.MinValue, int.MaxValue) : number + (head >> 4);
            ThriftType type = code == 2 ? ThriftType.Boolean : (ThriftType)code;
            (ThriftType Type, ThriftType Element, ThriftShape? Shape)? known = shape?.Field(number);
            if (known is { } expected && expected.Type != type)
            {
                return false;
            }

            string here = numbers is null ? "" : path.Length == 0 ? $"{number}" : $"{path}.{number}";
            bool good = type == ThriftType.Boolean
                || (type == ThriftType.Struct ? Struct(known?.Shape, depth + 1, numbers, here)
                    : type is ThriftType.List or ThriftType.Set ? List(known?.Element, known?.Shape, depth + 1)
                    : Value(type, depth, out long value) && Keep(numbers, here, value));
            if (!good)
            {
                return false;
            }
        }

        return false;
    }

    private bool List(ThriftType? expected, ThriftShape? shape, int depth)
    {
        if (depth > Deepest || !Byte(out int head))
        {
            return false;
        }

        long count = head >> 4;
        if (count == 15 && !Varint(out count))
        {
            return false;
        }

        ThriftType type = (head & 15) == 2 ? ThriftType.Boolean : (ThriftType)(head & 15);
        bool fits = count >= 0 && count <= _bytes.Length - Position && (expected is null || expected == type || count == 0);
        for (long i = 0; fits && i < count; i++)
        {
            fits = type == ThriftType.Boolean ? Byte(out _)
                : type == ThriftType.Struct ? Struct(shape, depth + 1, null, "")
                : type is ThriftType.List or ThriftType.Set ? List(null, null, depth + 1)
                : Value(type, depth, out _);
        }

        return fits;
    }

    private bool Value(ThriftType type, int depth, out long value)
    {
        value = 0;
        switch (type)
        {
            case ThriftType.Byte:
                return Byte(out _);
            case ThriftType.I16 or ThriftType.I32 or ThriftType.I64:
                return Number(out value) && (type != ThriftType.I32 || value is >= int.MinValue and <= int.MaxValue);
            case ThriftType.Double:
                return Skip(8);
            case ThriftType.Binary:
                return Varint(out long length) && Skip(length);
            case ThriftType.Map:
                return Map(depth + 1);
            default:
                return false;
        }
    }

    private bool Map(int depth)
    {
        if (depth > Deepest || !Varint(out long count) || count < 0 || count > _bytes.Length - Position)
        {
            return false;
        }

        if (count == 0)
        {
            return true;
        }

        if (!Byte(out int types))
        {
            return false;
        }

        for (long i = 0; i < 2 * count; i++)
        {
            var type = (ThriftType)(i % 2 == 0 ? types >> 4 : types & 15);
            bool good = type is ThriftType.Boolean or (ThriftType)2 ? Byte(out _)
                : type == ThriftType.Struct ? Struct(null, depth + 1, null, "")
                : type is ThriftType.List or ThriftType.Set ? List(null, null, depth + 1)
                : Value(type, depth, out _);
            if (!good)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Keep(Dictionary<string, long>? numbers, string path, long value)
    {
        if (numbers is not null)
        {
            numbers[path] = value;
        }

        return true;
    }

    private bool Byte(out int value)
    {
        value = Position < _bytes.Length ? _bytes[Position++] : -1;
        return value >= 0;
    }

    private bool Skip(long length)
    {
        bool fits = length >= 0 && length <= _bytes.Length - Position;
        Position += fits ? (int)length : 0;
        return fits;
    }

    private bool Varint(out long value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && Byte(out int part); shift += 7)
        {
            value |= (long)(part & 127) << shift;
            if (part < 128)
            {
                return true;
            }
        }

        return false;
    }

    private bool Number(out long value)
    {
        bool good = Varint(out long zigzag);
        value = (long)((ulong)zigzag >> 1) ^ -(zigzag & 1);
        return good;
    }
}
