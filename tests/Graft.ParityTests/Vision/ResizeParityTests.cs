using System.Text.Json;
using Graft.Vision;
using Graft.Vision.Decoding;
using Graft.Vision.Resampling;

namespace Graft.ParityTests.Vision;

/// <summary>Resizing against Pillow, every byte, with every kind of instruction this processor has.</summary>
public sealed class ResizeParityTests
{
    /// <summary>Those that this processor has.</summary>
    public static TheoryData<string> Instructions =>
        [.. Enum.GetValues<ResampleInstructions>().Where(instructions => instructions <= Resampler.Best).Select(instructions => $"{instructions}")];

    [Theory]
    [MemberData(nameof(Instructions))]
    public void Every_resize_equals_the_reference(string instructions)
    {
        ResampleInstructions wanted = Enum.Parse<ResampleInstructions>(instructions);
        GoldenArrays golden = ImageFixtures.Golden("resize_uint8.safetensors");
        IReadOnlyList<JsonElement> cases = ImageFixtures.List("resize.json");
        List<string> mismatches = [];
        foreach (JsonElement entry in cases)
        {
            string key = entry.GetProperty("key").GetString()!;
            byte[] resized = Resize(golden.Image(entry.GetProperty("src").GetString()!), entry, wanted, out int length);
            byte[] expected = golden.Pixels(key);
            if (!resized.AsSpan(0, length).SequenceEqual(expected))
            {
                (int max, double mean) = ImageFixtures.Difference(resized.AsSpan(0, length), expected);
                mismatches.Add($"{key}: max difference {max}, mean {mean:F4}");
            }
        }

        ImageFixtures.AssertNone(mismatches, cases.Count);
    }

    [Theory]
    [MemberData(nameof(Instructions))]
    public void Every_larger_resize_has_the_reference_checksum(string instructions)
    {
        ResampleInstructions wanted = Enum.Parse<ResampleInstructions>(instructions);
        IReadOnlyList<JsonElement> cases = ImageFixtures.List("resize_crc.json");
        Dictionary<string, RgbImage> sources = [];
        List<string> mismatches = [];
        foreach (JsonElement entry in cases)
        {
            string file = entry.GetProperty("file").GetString()!;
            if (!sources.TryGetValue(file, out RgbImage? source))
            {
                source = sources[file] = ImageDecoder.Decode(ImageFixtures.Path(file.Split('/')));
            }

            byte[] resized = Resize(source, entry, wanted, out int length);
            if (Crc32.Compute(resized.AsSpan(0, length)) != entry.GetProperty("crc32").GetUInt32())
            {
                mismatches.Add($"{file} to {entry.GetProperty("to")} {entry.GetProperty("filter")}");
            }
        }

        ImageFixtures.AssertNone(mismatches, cases.Count);
    }

    [Fact]
    public void The_vertical_pass_comes_first_where_the_reference_does_it_first()
    {
        GoldenArrays golden = ImageFixtures.Golden("resize_uint8.safetensors");
        IReadOnlyList<JsonElement> cases = ImageFixtures.List("resize.json");
        List<string> mismatches = [];
        int firsts = 0;
        foreach (JsonElement entry in cases)
        {
            int[] source = golden.Shape(entry.GetProperty("src").GetString()!);
            var horizontal = ResampleAxis.Whole(source[1], entry.GetProperty("to")[0].GetInt32());
            var vertical = ResampleAxis.Whole(source[0], entry.GetProperty("to")[1].GetInt32());
            bool bothPasses = !horizontal.IsCopy && !vertical.IsCopy && entry.GetProperty("resample").GetInt32() != 0;
            bool expected = entry.GetProperty("vertical_first").GetBoolean();
            if (bothPasses && Resampler.VerticalFirst(horizontal, vertical) != expected)
            {
                mismatches.Add(entry.GetProperty("key").GetString()!);
            }

            firsts += bothPasses && expected ? 1 : 0;
        }

        ImageFixtures.AssertNone(mismatches, firsts);
    }

    private static byte[] Resize(RgbImage source, JsonElement entry, ResampleInstructions instructions, out int length)
    {
        int width = entry.GetProperty("to")[0].GetInt32();
        int height = entry.GetProperty("to")[1].GetInt32();
        var filter = (ResampleFilter)entry.GetProperty("resample").GetInt32();
        double[] box = entry.TryGetProperty("box", out JsonElement part) && part.ValueKind == JsonValueKind.Array
            ? [.. part.EnumerateArray().Select(edge => edge.GetDouble())]
            : [0, 0, source.Width, source.Height];
        byte[] target = RgbImage.NewBuffer(width, height);
        Resampler.Resample(
            source, new ResampleAxis(source.Width, box[0], box[2], width), new ResampleAxis(source.Height, box[1], box[3], height),
            filter, new PixelWindow(0, 0, width, height), target, instructions);
        length = width * height * 3;
        return target;
    }
}
