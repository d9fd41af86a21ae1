using Graft.Tensors;

namespace Graft.Tests.Tensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, byte[], float[]> Stored => new()
    {
        { "F64", [.. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(-0.1)], [1.5f, -0.1f] },
        { "F32", [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(float.NegativeInfinity)], [1.5f, float.NegativeInfinity] },
        { "F16", [0x00, 0x3e, 0x01, 0x80], [1.5f, -5.9604645e-8f] },
        { "BF16", [0xc0, 0x3f, 0x80, 0xff], [1.5f, float.NegativeInfinity] },
        { "I64", [.. BitConverter.GetBytes(-3L), .. BitConverter.GetBytes(1L << 40)], [-3f, 1099511627776f] },
        { "I32", [.. BitConverter.GetBytes(-3), .. BitConverter.GetBytes(70000)], [-3f, 70000f] },
        { "I16", [0xfd, 0xff, 0x00, 0x01], [-3f, 256f] },
        { "I8", [0xfd, 0x7f], [-3f, 127f] },
        { "U64", [.. BitConverter.GetBytes(3ul), .. BitConverter.GetBytes(1ul << 40)], [3f, 1099511627776f] },
        { "U32", [.. BitConverter.GetBytes(3u), .. BitConverter.GetBytes(4000000000u)], [3f, 4000000000f] },
        { "U16", [0xfd, 0xff, 0x00, 0x01], [65533f, 256f] },
        { "U8", [0xfd, 0x7f], [253f, 127f] },
        { "BOOL", [0, 1], [0f, 1f] },
        { "F8_E4M3", [0x7e, 0x81], [448f, -0.001953125f] },
        { "F8_E5M2", [0x7b, 0x81], [57344f, -1.5258789e-5f] },
    };

    [Theory, MemberData(nameof(Stored))]
    public void Every_format_widens_to_floats_and_integers_to_integers(string dtype, byte[] bytes, float[] expected)
    {
        string json = $$$"""{"x":{"dtype":"{{{dtype}}}","shape":[2],"data_offsets":[0,{{{bytes.Length}}}]},"__metadata__":{"format":"pt"}}""";
        using SafetensorsFile file = SafetensorsFile.Open(folder.Write("model.safetensors", SafetensorsBytes.Make(json, bytes)));

        TensorEntry entry = file.Entry("x");
        Assert.Equal(dtype, entry.Format.FileName());
        Assert.Equal(2, entry.Count);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(bytes, file.Bytes("x"));
        Assert.Equal(expected, file.ReadFloats("x"));
        if (entry.Format.IsFloat())
        {
            Assert.Throws<SafetensorsException>(() => file.ReadInt64s("x"));
        }
        else
        {
            Assert.Equal([(long)expected[0], (long)expected[1]], file.ReadInt64s("x"));
        }
    }

    [Fact]
    public void Every_format_has_a_test_above_and_survives_its_file_name()
    {
        NumberFormat[] formats = Enum.GetValues<NumberFormat>();
        Assert.Equal(formats.Select(format => format.FileName()).Order(), Stored.Select(row => row.Data.Item1).Order());
        Assert.All(formats, format => Assert.Equal(format, NumberFormats.FromFileName(format.FileName())));
        Assert.All(formats, format => Assert.Equal(format.ToScalarType() is null ? null : format, format.ToScalarType()?.ToNumberFormat()));
    }

    [Fact]
    public void An_unsigned_number_beyond_63_bits_is_a_typed_error()
    {
        string path = folder.Write(
            "model.safetensors", SafetensorsBytes.Make(SafetensorsBytes.One("[1]", "[0,8]", "\"U64\""), BitConverter.GetBytes(ulong.MaxValue)));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Contains("2^63", Assert.Throws<SafetensorsException>(() => file.ReadInt64s("x")).Message);
    }

    [Fact]
    public void A_missing_tensor_and_a_destination_of_another_length_are_named()
    {
        using SafetensorsFile file = SafetensorsFile.Open(folder.Write("model.safetensors", SafetensorsBytes.Make(SafetensorsBytes.One(), 1, 2)));
        Assert.Contains("tensor 'y'", Assert.Throws<SafetensorsException>(() => file.ReadFloats("y")).Message);
        Assert.Contains("2 numbers, but there is room for 3", Assert.Throws<SafetensorsException>(() => file.CopyTo("x", new float[3])).Message);
    }

    [Fact]
    public void Unknown_keys_of_a_tensor_are_skipped()
    {
        string json = SafetensorsBytes.One().Replace("\"shape\"", "\"extra\":{\"a\":[1,{}]},\"shape\"");
        using SafetensorsFile file = SafetensorsFile.Open(folder.Write("model.safetensors", SafetensorsBytes.Make(json, 1, 2)));
        Assert.Equal([1f, 2f], file.ReadFloats("x"));
    }

    [Fact]
    public void Using_a_disposed_file_throws_and_disposing_twice_does_not()
    {
        SafetensorsFile file = SafetensorsFile.Open(folder.Write("model.safetensors", SafetensorsBytes.Make(SafetensorsBytes.One(), 1, 2)));
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.ReadFloats("x"));
    }

    [Fact]
    public void A_file_beyond_2_GB_opens_and_gives_its_last_tensor_and_refuses_one_span_for_the_large_one()
    {
        // Sparse: the file takes no room on the disk.
        const long large = 3L << 30;
        string path = folder.Write("model.safetensors", SafetensorsBytes.Make(
            $$$"""{"large":{"dtype":"U8","shape":[{{{large}}}],"data_offsets":[0,{{{large}}}]},"last":{"dtype":"U8","shape":[2],"data_offsets":[{{{large}}},{{{large + 2}}}]}}"""));
        using (FileStream stream = File.OpenWrite(path))
        {
            stream.Seek(large, SeekOrigin.End);
            stream.Write([7, 8]);
        }

        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal([7f, 8f], file.ReadFloats("last"));
        Assert.Contains("CopyTo", Assert.Throws<SafetensorsException>(() => { _ = file.Bytes("large"); }).Message);
        Assert.Contains("one array", Assert.Throws<SafetensorsException>(() => file.ReadFloats("large")).Message);
    }

    [Fact]
    public void Reading_a_real_trunk_gives_finite_numbers_of_every_shape()
    {
        using WeightFolder weights = WeightFolder.Open(Graft.Testing.SharedFolder.Project("models", "minilm-l6-h384-uncased"));
        Assert.NotEmpty(weights.Names);
        foreach (string name in weights.Names.Where(name => weights.Entry(name).Format.IsFloat()))
        {
            float[] numbers = weights.ReadFloats(name);
            Assert.Equal(weights.Entry(name).Shape.Aggregate(1L, (product, next) => product * next), numbers.Length);
            Assert.True(Array.TrueForAll(numbers, float.IsFinite), name);
        }
    }
}
