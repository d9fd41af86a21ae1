using System.Buffers.Binary;
using System.Text.Json;
using Graft.Vision;

namespace Graft.ParityTests.Vision;

/// <summary>The arrays of a small safetensors file of golden values, by name.</summary>
internal sealed class GoldenArrays
{
    private readonly byte[] bytes;
    private readonly Dictionary<string, (int[] Shape, int Start, int Length)> entries = [];

    public GoldenArrays(string path)
    {
        bytes = File.ReadAllBytes(path);
        int header = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using JsonDocument json = JsonDocument.Parse(bytes.AsMemory(8, header - 8));
        foreach (JsonProperty entry in json.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__")
            {
                continue;
            }

            int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
            int start = entry.Value.GetProperty("data_offsets")[0].GetInt32();
            int end = entry.Value.GetProperty("data_offsets")[1].GetInt32();
            entries[entry.Name] = (shape, header + start, end - start);
        }
    }

    public IReadOnlyCollection<string> Names => entries.Keys;

    public bool Has(string name) => entries.ContainsKey(name);

    public int[] Shape(string name) => entries[name].Shape;

    public ReadOnlySpan<byte> Bytes(string name) => bytes.AsSpan(entries[name].Start, entries[name].Length);

    /// <summary>A picture stored as uint8 [h,w,3], or [h,w] for a gray one.</summary>
    public RgbImage Image(string name) => new(Shape(name)[1], Shape(name)[0], Pixels(name));

    /// <summary>The samples of a picture, [h,w,3]; a gray one three times over.</summary>
    public byte[] Pixels(string name)
    {
        byte[] samples = Bytes(name).ToArray();
        return Shape(name).Length == 3 ? samples : [.. samples.SelectMany(gray => new[] { gray, gray, gray })];
    }
}
