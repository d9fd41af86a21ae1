using Google.Protobuf;

namespace Graft.Export.Graphs;

/// <summary>The bytes of a protocol buffer message, field by field.</summary>
internal sealed class OnnxMessage
{
    private const int BufferBytes = 256;

    private readonly MemoryStream _bytes = new();

    /// <summary>How many bytes there are.</summary>
    public long Length => _bytes.Length;

    /// <summary>Adds a whole number.</summary>
    public OnnxMessage Add(int field, long value) => Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    });

    /// <summary>Adds a number of single precision.</summary>
    public OnnxMessage Add(int field, float value) => Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
    });

    /// <summary>Adds a text.</summary>
    public OnnxMessage Add(int field, string value) => Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    });

    /// <summary>Adds a message.</summary>
    public OnnxMessage Add(int field, OnnxMessage value)
    {
        AddLength(field, value.Length);
        value.WriteTo(_bytes);
        return this;
    }

    /// <summary>Adds only the head of a field: its content is as many bytes, which the caller writes behind this message.</summary>
    public OnnxMessage AddLength(int field, long length) => Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteUInt64((ulong)length);
    });

    /// <summary>Adds the fields of another message behind those that are there.</summary>
    public OnnxMessage Append(OnnxMessage fields)
    {
        fields.WriteTo(_bytes);
        return this;
    }

    /// <summary>Writes the bytes.</summary>
    public void WriteTo(Stream stream) => stream.Write(_bytes.GetBuffer().AsSpan(0, (int)_bytes.Length));

    private OnnxMessage Write(Action<CodedOutputStream> write)
    {
        using var output = new CodedOutputStream(_bytes, BufferBytes, leaveOpen: true);
        write(output);
        return this;
    }
}
