using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Graft.Tensors;

/// <summary>Writes safetensors files that the other tools read, whole or not at all.</summary>
public static class SafetensorsWriter
{
    private const int PrefixBytes = sizeof(long);

    // The format asks for 8; a line of the processor's cache lets tensors be used in place (MappedTensors).
    private const int Alignment = MappedTensors.AlignmentBytes;

    // Strict: half of a surrogate pair throws instead of turning into another name.
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// Writes tensors in the order given. The metadata always say "format": "pt", which the Python library asks for. The file
    /// appears under its name only when it is complete and on the disk.
    /// </summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="tensors">The tensors; each is asked for its bytes when its turn comes.</param>
    /// <param name="metadata">More strings to keep in the file; a "format" among them is overridden by "pt".</param>
    /// <exception cref="SafetensorsException">A name appears twice, a shape is impossible, or a tensor writes more or fewer bytes than its shape has.</exception>
    /// <exception cref="FileWriteException">The disk is full, or the folder is missing or may not be written to.</exception>
    public static void Write(string path, IReadOnlyList<TensorToWrite> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        long[] lengths = CheckedLengths(path, tensors);
        byte[] header = Header(path, tensors, lengths, metadata);
        long total = header.Length;
        foreach (long length in lengths)
        {
            total = total <= long.MaxValue - length
                ? total + length
                : throw new SafetensorsException("The tensors together are larger than any file.", path);
        }

        AtomicFile.Write(path, stream => WriteAll(stream, path, header, tensors, lengths), total);
    }

    private static void WriteAll(Stream stream, string path, byte[] header, IReadOnlyList<TensorToWrite> tensors, long[] lengths)
    {
        stream.Write(header);
        for (int i = 0; i < tensors.Count; i++)
        {
            using var bounded = new BoundedStream(stream, lengths[i]);
            tensors[i].WriteBytes(bounded);
            if (bounded.Excess != 0)
            {
                throw new SafetensorsException(
                    $"The tensor wrote {lengths[i] + bounded.Excess} bytes, but its shape {TensorShape.Describe(tensors[i].Shape)} in "
                    + $"{tensors[i].Format.FileName()} takes {lengths[i]}.", path, $"tensor {Quoted.Name(tensors[i].Name)}");
            }
        }
    }

    private static long[] CheckedLengths(string path, IReadOnlyList<TensorToWrite> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
        long[] lengths = new long[tensors.Count];
        for (int i = 0; i < lengths.Length; i++)
        {
            TensorToWrite tensor = tensors[i];
            string place = $"tensor {Quoted.Name(tensor.Name)}";
            if (!names.Add(tensor.Name))
            {
                throw new SafetensorsException("The name is taken already.", path, place);
            }

            lengths[i] = TensorShape.ByteCount(tensor.Shape, tensor.Format)
                ?? throw new SafetensorsException($"The shape {TensorShape.Describe(tensor.Shape)} is impossible.", path, place);
        }

        return lengths;
    }

    /// <summary>The length prefix and the JSON, padded with spaces so that the data begin at a multiple of 64.</summary>
    private static byte[] Header(
        string path, IReadOnlyList<TensorToWrite> tensors, long[] lengths, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(new byte[PrefixBytes]);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            try
            {
                WriteJson(json, tensors, lengths, metadata);
            }
            catch (EncoderFallbackException error)
            {
                throw new SafetensorsException("A name or a metadata string holds half of a surrogate pair.", path, "header", null, error);
            }
        }

        while (buffer.Length % Alignment != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        byte[] header = buffer.ToArray();
        if (header.Length - PrefixBytes > SafetensorsHeader.MaxBytes)
        {
            throw new SafetensorsException(
                $"The header takes {header.Length - PrefixBytes:N0} bytes; at most {SafetensorsHeader.MaxBytes:N0} are allowed.", path);
        }

        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - PrefixBytes);
        return header;
    }

    private static void WriteJson(
        Utf8JsonWriter json, IReadOnlyList<TensorToWrite> tensors, long[] lengths, IReadOnlyDictionary<string, string>? metadata)
    {
        json.WriteStartObject();
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        json.WriteString("format", "pt");
        foreach ((string key, string value) in (metadata ?? new Dictionary<string, string>()).Where(pair => pair.Key != "format"))
        {
            json.WriteString(StrictUtf8.GetBytes(key), StrictUtf8.GetBytes(value));
        }

        json.WriteEndObject();
        long offset = 0;
        for (int i = 0; i < tensors.Count; i++)
        {
            json.WriteStartObject(StrictUtf8.GetBytes(tensors[i].Name));
            json.WriteString("dtype", tensors[i].Format.FileName());
            WriteNumbers(json, "shape", tensors[i].Shape);
            WriteNumbers(json, "data_offsets", [offset, unchecked(offset + lengths[i])]);
            json.WriteEndObject();
            offset = unchecked(offset + lengths[i]);
        }

        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string key, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(key);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
