using System.Text.Json;
using Graft.Vision;
using Graft.Vision.Decoding;

namespace Graft.ParityTests.Vision;

/// <summary>Decoding against Pillow: lossless files byte by byte, lossy ones within the tolerance of each file.</summary>
public sealed class DecodeParityTests
{
    [Fact]
    [Trait("Fault", "51")]
    public void Every_good_file_decodes_to_the_reference_pixels()
    {
        GoldenArrays golden = ImageFixtures.Golden("decoded_rgb.safetensors");
        List<string> mismatches = [];
        IReadOnlyList<JsonElement> files = ImageFixtures.List("files.json");
        foreach (JsonElement entry in files)
        {
            string file = entry.GetProperty("file").GetString()!;
            RgbImage image = ImageDecoder.Decode(ImageFixtures.Path(file.Split('/')));
            if (Mismatch(entry, image, golden) is string mismatch)
            {
                mismatches.Add($"{file}: {mismatch}");
            }
        }

        ImageFixtures.AssertNone(mismatches, files.Count);
    }

    [Fact]
    [Trait("Fault", "50")]
    public void Stored_pixels_before_the_orientation_equal_the_reference()
    {
        GoldenArrays golden = ImageFixtures.Golden("decoded_rgb_no_exif.safetensors");
        Dictionary<string, JsonElement> entries = ImageFixtures.List("files.json")
            .ToDictionary(entry => Path.GetFileName(entry.GetProperty("file").GetString()!));
        List<string> mismatches = [];
        foreach (string name in golden.Names)
        {
            byte[] encoded = File.ReadAllBytes(ImageFixtures.Path("files", name));
            ImageHeader header = ImageDecoder.ReadHeader(encoded, name);
            int expected = entries[name].GetProperty("exif_orientation") is { ValueKind: JsonValueKind.Number } value
                && value.GetInt32() is >= 1 and <= 8 and int orientation ? orientation : 1;
            RgbImage image = ImageDecoder.Decode(encoded, name);

            // Turning the upright picture by the inverse orientation gives the stored one.
            RgbImage stored = Orienter.Upright(image, header.Orientation switch { 6 => 8, 8 => 6, int same => same });
            (int max, double mean) = ImageFixtures.Difference(stored.Pixels, golden.Bytes(name));
            JsonElement tolerance = entries[name].GetProperty("tolerance");
            if (header.Orientation != expected || max > tolerance.GetProperty("max").GetDouble()
                || mean > tolerance.GetProperty("mean").GetDouble())
            {
                mismatches.Add($"{name}: orientation {header.Orientation} (wanted {expected}), max {max}, mean {mean:F3}");
            }
        }

        ImageFixtures.AssertNone(mismatches, golden.Names.Count);
    }

    [Fact]
    public void Headers_tell_format_size_and_orientation_without_decoding()
    {
        List<string> mismatches = [];
        IReadOnlyList<JsonElement> files = ImageFixtures.List("files.json");
        foreach (JsonElement entry in files)
        {
            string file = entry.GetProperty("file").GetString()!;
            ImageHeader header = ImageDecoder.ReadHeader(ImageFixtures.Path(file.Split('/')));
            string format = header.Format.ToString().ToUpperInvariant();
            if (format != entry.GetProperty("format").GetString()
                || header.StoredWidth != entry.GetProperty("width").GetInt32()
                || header.StoredHeight != entry.GetProperty("height").GetInt32()
                || header.Width != entry.GetProperty("rgb_width").GetInt32()
                || header.Height != entry.GetProperty("rgb_height").GetInt32())
            {
                mismatches.Add($"{file}: {header}");
            }
        }

        ImageFixtures.AssertNone(mismatches, files.Count);
    }

    private static string? Mismatch(JsonElement entry, RgbImage image, GoldenArrays golden)
    {
        int width = entry.GetProperty("rgb_width").GetInt32();
        int height = entry.GetProperty("rgb_height").GetInt32();
        if (image.Width != width || image.Height != height)
        {
            return $"{image.Width}x{image.Height} instead of {width}x{height}";
        }

        bool same = Crc32.Compute(image.Pixels) == entry.GetProperty("crc32_rgb").GetUInt32();
        double maxAllowed = entry.GetProperty("tolerance").GetProperty("max").GetDouble();
        if (same || maxAllowed == 0)
        {
            return same ? null : "not every byte is equal";
        }

        string name = Path.GetFileName(entry.GetProperty("file").GetString()!);
        (int max, double mean) = golden.Has(name)
            ? ImageFixtures.Difference(image.Pixels, golden.Bytes(name))
            : WindowDifference(image, golden, name + "#windows");
        return max <= maxAllowed && mean <= entry.GetProperty("tolerance").GetProperty("mean").GetDouble()
            ? null
            : $"max difference {max}, mean {mean:F3}";
    }

    // Windows of [n,h,w,3] on a lattice of rows and columns, row-major.
    private static (int Max, double Mean) WindowDifference(RgbImage image, GoldenArrays golden, string name)
    {
        int[] rows = [0, 250, 500, 744];
        int[] columns = [0, 333, 666, 1000];
        int[] shape = golden.Shape(name);
        List<byte> windows = [];
        for (int i = 0; i < shape[0]; i++)
        {
            for (int y = 0; y < shape[1]; y++)
            {
                int start = (((rows[i / columns.Length] + y) * image.Width) + columns[i % columns.Length]) * 3;
                windows.AddRange(image.Pixels.Slice(start, shape[2] * 3));
            }
        }

        return ImageFixtures.Difference(windows.ToArray(), golden.Bytes(name));
    }
}
