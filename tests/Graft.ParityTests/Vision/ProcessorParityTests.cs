using System.Runtime.InteropServices;
using System.Text.Json;
using Graft.Vision;
using Graft.Vision.Decoding;

namespace Graft.ParityTests.Vision;

/// <summary>Image processors against the public PIL ones, bit for bit.</summary>
public sealed class ProcessorParityTests
{
    [Fact]
    public void Every_processor_gives_the_reference_pixel_values()
    {
        GoldenArrays golden = ImageFixtures.Golden("pixel_values.safetensors");
        IReadOnlyList<JsonElement> cases = ImageFixtures.List("processors.json");
        Dictionary<string, ImageProcessor> processors = [];
        Dictionary<string, RgbImage> images = [];
        List<string> mismatches = [];
        foreach (JsonElement entry in cases)
        {
            string name = entry.GetProperty("processor").GetString()!;
            string file = entry.GetProperty("file").GetString()!;
            ImageProcessor processor = Cached(processors, name, () => ImageProcessor.Load(ImageFixtures.Path("processors", name)));
            RgbImage image = Cached(images, file, () => ImageDecoder.Decode(ImageFixtures.Path(file.Split('/'))));
            float[] values = processor.Process(image);
            int[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
            (int height, int width) = processor.OutputSizeFor(image.Width, image.Height);
            if (!shape.SequenceEqual([3, height, width]))
            {
                mismatches.Add($"{name}|{file}: 3x{height}x{width} instead of {string.Join('x', shape)}");
            }
            else if (Crc32.Compute(MemoryMarshal.AsBytes<float>(values)) != entry.GetProperty("crc32").GetUInt32())
            {
                mismatches.Add($"{name}|{file}: {Describe(values, entry, golden)}");
            }
        }

        ImageFixtures.AssertNone(mismatches, cases.Count);
    }

    [Fact]
    public void Every_old_style_folder_equals_its_new_one()
    {
        IReadOnlyList<JsonElement> cases = ImageFixtures.List("processors_old_style.json");
        foreach (JsonElement entry in cases)
        {
            ImageProcessorConfig old = Load(entry.GetProperty("folder").GetString()!);
            ImageProcessorConfig current = Load(entry.GetProperty("equals").GetString()!);
            Assert.Equivalent(current, old, strict: true);
        }
    }

    [Fact]
    public void Every_saved_processor_states_what_the_public_tools_state()
    {
        string[] folders = Directory.GetDirectories(ImageFixtures.Path("processors"));
        Assert.NotEmpty(folders);
        string[] old = [.. ImageFixtures.List("processors_old_style.json").Select(entry => entry.GetProperty("folder").GetString()!)];
        string target = Directory.CreateTempSubdirectory("graft-processors-").FullName;
        try
        {
            foreach (string folder in folders.Where(folder => !old.Contains(Path.GetFileName(folder))))
            {
                ImageProcessor.Load(folder).Save(target);
                JsonElement saved = Json(target);
                JsonElement reference = Json(folder);
                Assert.True(JsonElement.DeepEquals(reference, saved), $"{folder}:\n{saved}\ninstead of\n{reference}");
            }
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }

    private static JsonElement Json(string folder)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, ImageProcessor.FileName)));
        return document.RootElement.Clone();
    }

    private static ImageProcessorConfig Load(string name) => ImageProcessor.Load(ImageFixtures.Path("processors", name)).Config;

    private static T Cached<T>(Dictionary<string, T> cache, string key, Func<T> create) =>
        cache.TryGetValue(key, out T? value) ? value : cache[key] = create();

    private static string Describe(float[] values, JsonElement entry, GoldenArrays golden)
    {
        string key = entry.GetProperty("key").GetString()!;
        if (!golden.Has(key) || golden.Bytes(key).Length != values.Length * sizeof(float))
        {
            return $"other checksum; sum {values.Sum(value => (double)value)} instead of {entry.GetProperty("sum")}";
        }

        ReadOnlySpan<float> expected = MemoryMarshal.Cast<byte, float>(golden.Bytes(key));
        float max = 0;
        for (int i = 0; i < values.Length; i++)
        {
            max = Math.Max(max, Math.Abs(values[i] - expected[i]));
        }

        return $"max difference {max}";
    }
}
