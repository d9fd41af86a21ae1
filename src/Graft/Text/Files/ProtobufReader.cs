using System.Buffers.Binary;

namespace Graft.Text.Files;

/// <summary>Reads the fields of a protocol buffer message, with every length checked against what is there.</summary>
internal ref struct ProtobufReader
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly string _path;
    private readonly int _offset;
    private int _position;

    /// <summary>Creates a reader.</summary>
    /// <param name="data">The message.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="offset">Where in the file the message begins, for errors.</param>
    public ProtobufReader(ReadOnlySpan<byte> data, string path, int offset = 0)
    {
        _data = data;
        _path = path;
        _offset = offset;
    }

    /// <summary>The number of the present field.</summary>
    public int Field { get; private set; }

    /// <summary>The value of the present field where it is a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>The value of the present field where it is a string, bytes or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The value of the present field as a 32-bit float.</summary>
    public readonly float Float => BitConverter.UInt32BitsToSingle((uint)Number);

    /// <summary>Goes to the next field; false at the end.</summary>
    /// <exception cref="TokenizerException">The message is broken.</exception>
    public bool Read()
    {
        if (_position == _data.Length)
        {
            return false;
        }

        ulong tag = Varint();
        if (tag >> 3 is 0 or > 0x1FFF_FFFF)
        {
            throw Error($"there is no field {tag >> 3}");
        }

        Field = (int)(tag >> 3);
        Number = 0;
        Bytes = default;
        switch (tag & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                Bytes = Take(Varint());
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw Error($"the wire type {tag & 7} is unknown");
        }

        return true;
    }

    /// <summary>A reader of the present field, which is a message.</summary>
    public readonly ProtobufReader Message() => new(Bytes, _path, _offset + _position - Bytes.Length);

    /// <summary>The present field as text.</summary>
    /// <exception cref="TokenizerException">It is no UTF-8.</exception>
    public readonly string Text()
    {
        try
        {
            return new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Bytes);
        }
        catch (System.Text.DecoderFallbackException e)
        {
            throw new TokenizerException("a string is no UTF-8.", _path, $"byte {_offset + _position - Bytes.Length}", innerException: e);
        }
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte b = Take(1)[0];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw Error("a number has more than ten bytes");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_data.Length - _position))
        {
            throw Error($"{length} bytes are announced where {_data.Length - _position} are left");
        }

        ReadOnlySpan<byte> bytes = _data.Slice(_position, (int)length);
        _position += (int)length;
        return bytes;
    }

    private readonly TokenizerException Error(string problem) =>
        new($"the file is no SentencePiece model: {problem}.", _path, $"byte {_offset + _position}", "Fetch the file again.");
}
