using System.Text;
using System.Text.Json;
using CsCheck;
using Graft.Tensors;

namespace Graft.Tests.Tensors;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.At("model.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back_bit_for_bit() =>
        Gen.Select(Gen.String[0, 12].Where(name => name != "__metadata__" && IsText(name)), Gen.Int[0, 5], Gen.Int[0, 5], Gen.Enum<NumberFormat>(), Gen.Int)
            .Array[0, 8].Sample(rows =>
            {
                var expected = rows.DistinctBy(row => row.Item1).Select(row =>
                {
                    byte[] bytes = new byte[row.Item2 * row.Item3 * row.Item4.Size()];
                    new Random(row.Item5).NextBytes(bytes);
                    return (Name: row.Item1, Format: row.Item4, Shape: new long[] { row.Item2, row.Item3 }, Bytes: bytes);
                }).ToArray();
                using var own = new TemporaryFolder();
                string path = own.At("x.safetensors");
                SafetensorsWriter.Write(path, [.. expected.Select(t => TensorToWrite.FromBytes(t.Name, t.Format, t.Shape, t.Bytes))]);

                using SafetensorsFile file = SafetensorsFile.Open(path);
                Assert.Equal(expected.Select(t => t.Name), file.Entries.Keys);
                Assert.All(expected, t =>
                {
                    Assert.Equal(t.Format, file.Entry(t.Name).Format);
                    Assert.Equal(t.Shape, file.Entry(t.Name).Shape);
                    Assert.Equal(t.Bytes, file.Bytes(t.Name));
                });
            }, iter: 200);

    [Fact]
    public void The_header_says_pt_first_keeps_the_order_given_and_aligns_the_data()
    {
        for (int length = 1; length <= 9; length++)
        {
            string name = new('n', length);
            SafetensorsWriter.Write(
                Path, [TensorToWrite.FromInt64s(name, [1], new long[] { 5 }), TensorToWrite.FromFloats("a", [2], new float[] { 1, 2 })],
                new Dictionary<string, string> { ["format"] = "np", ["step"] = "7" });

            byte[] file = File.ReadAllBytes(Path);
            long header = BitConverter.ToInt64(file);
            Assert.Equal(0, (8 + header) % 64);
            string json = Encoding.UTF8.GetString(file, 8, (int)header);
            Assert.StartsWith("{\"__metadata__\":{\"format\":\"pt\",\"step\":\"7\"},", json);
            Assert.Equal(["__metadata__", name, "a"], JsonDocument.Parse(json).RootElement.EnumerateObject().Select(property => property.Name));
            Assert.Equal(8 + header + 16, file.Length);
        }
    }

    [Theory]
    [InlineData(NumberFormat.F32), InlineData(NumberFormat.F16), InlineData(NumberFormat.BF16)]
    public void Floats_are_narrowed_a_chunk_at_a_time(NumberFormat format)
    {
        float[] numbers = [.. Enumerable.Range(0, 200_003).Select(i => i % 251 / 8f)];
        SafetensorsWriter.Write(Path, [TensorToWrite.FromFloats("x", [numbers.Length], numbers, format)]);
        using SafetensorsFile file = SafetensorsFile.Open(Path);
        Assert.Equal(format, file.Entry("x").Format);
        Assert.Equal(numbers, file.ReadFloats("x"));
    }

    [Theory]
    [InlineData(3), InlineData(5), InlineData(0), InlineData(1_000_000)]
    public void A_tensor_that_writes_another_number_of_bytes_is_refused_and_nothing_is_left(int bytes)
    {
        folder.Write("model.safetensors", "old");
        var error = Assert.Throws<SafetensorsException>(() =>
            SafetensorsWriter.Write(Path, [new TensorToWrite("x", NumberFormat.U8, [4], stream => stream.Write(new byte[bytes]))]));
        Assert.Contains($"wrote {bytes} bytes", error.Message);
        OnlyTheOldFileIsThere();
    }

    [Fact]
    public void Names_and_shapes_that_no_file_can_hold_are_refused()
    {
        TensorToWrite Make(string name, params long[] shape) => new(name, NumberFormat.F32, shape, _ => { });
        Assert.Contains("taken", Assert.Throws<SafetensorsException>(() => SafetensorsWriter.Write(Path, [Make("x", 0), Make("x", 0)])).Message);
        Assert.Contains("taken", Assert.Throws<SafetensorsException>(() => SafetensorsWriter.Write(Path, [Make("__metadata__", 0)])).Message);
        Assert.Contains("impossible", Assert.Throws<SafetensorsException>(() => SafetensorsWriter.Write(Path, [Make("x", -1)])).Message);
        Assert.Contains("impossible", Assert.Throws<SafetensorsException>(() => SafetensorsWriter.Write(Path, [Make("x", 1L << 62, 4)])).Message);
        Assert.Contains("surrogate", Assert.Throws<SafetensorsException>(() => SafetensorsWriter.Write(Path, [Make("\ud800", 0)])).Message);
        Assert.Contains("larger", Assert.Throws<SafetensorsException>(() => SafetensorsWriter.Write(Path, [Make("x", 1L << 60), Make("y", 1L << 60)])).Message);
        Assert.Throws<SafetensorsException>(() => TensorToWrite.FromFloats("x", [1], new float[1], NumberFormat.I8));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact, Trait("Fault", "20")]
    public void A_model_larger_than_the_free_space_is_refused_with_the_missing_bytes_before_writing()
    {
        folder.Write("model.safetensors", "old");
        bool isAsked = false;
        var error = Assert.Throws<FileWriteException>(() =>
            SafetensorsWriter.Write(Path, [new TensorToWrite("x", NumberFormat.U8, [1L << 60], _ => isAsked = true)]));
        Assert.True(error.IsDiskFull);
        Assert.InRange(error.MissingBytes!.Value, 1L << 59, (1L << 60) + 1000);
        Assert.False(isAsked);
        OnlyTheOldFileIsThere();
    }

    private void OnlyTheOldFileIsThere()
    {
        Assert.Equal([Path], Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal("old", File.ReadAllText(Path));
    }

    private static bool IsText(string name) => name.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);
}
