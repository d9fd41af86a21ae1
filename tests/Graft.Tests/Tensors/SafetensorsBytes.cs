using System.Buffers.Binary;
using System.Text;

namespace Graft.Tests.Tensors;

/// <summary>Files made by hand, so that the reader is not tested against our own writer only.</summary>
internal static class SafetensorsBytes
{
    public static byte[] Make(string json, params byte[] data) => Make(Encoding.UTF8.GetBytes(json), data);

    public static byte[] Make(byte[] json, params byte[] data) => WithLength((ulong)json.Length, json, data);

    public static byte[] WithLength(ulong length, byte[] json, params byte[] data)
    {
        byte[] file = new byte[8 + json.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        json.CopyTo(file, 8);
        data.CopyTo(file, 8 + json.Length);
        return file;
    }

    /// <summary>A header of one U8 tensor 'x', with parts left to choose.</summary>
    public static string One(string shape = "[2]", string offsets = "[0,2]", string dtype = "\"U8\"") =>
        "{\"x\":{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
}
