using System.Buffers.Binary;
using Graft.Data;
using Graft.Data.Reading;
using Parquet;
using Parquet.Schema;

namespace Graft.Tests.Data;

public sealed class ParquetDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Any_byte_of_a_file_may_be_wrong_and_reading_ends_in_a_dataset_or_the_typed_error()
    {
        byte[] good = await File.ReadAllBytesAsync(await Write(), TestContext.Current.CancellationToken);
        string path = Path.Combine(_folder.Path, "bad.parquet");
        int refused = 0;
        string at = "";
        var work = Task.Run(
            () =>
            {
                for (int i = 0; i < good.Length * 2; i++)
                {
                    byte[] bad = [.. good];
                    bad[i / 2] ^= (byte)(i % 2 == 0 ? 0xFF : 1 << (i / 2 % 8));
                    File.WriteAllBytes(path, bad);
                    at = $"byte {i / 2}: {bad[i / 2]}";
                    Exception? error = Record.Exception(() => Dataset.Load(path));
                    Assert.True(error is null or DataException, $"{at}: {error}");
                    refused += error is null ? 0 : 1;
                }
            },
            TestContext.Current.CancellationToken);

        // A footer that does not end must not keep the reader for ever.
        Task first = await Task.WhenAny(work, Task.Delay(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
        Assert.True(first == work, $"reading does not end with {at}");
        await work;
        Assert.InRange(refused, good.Length / 10, good.Length * 2);
    }

    [Fact]
    public async Task A_footer_is_walked_through_to_its_end_and_not_beyond()
    {
        byte[] file = await File.ReadAllBytesAsync(await Write(), TestContext.Current.CancellationToken);
        int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - 8));
        byte[] footer = file[^(8 + length)..^8];

        Assert.Equal(length, ThriftWalker.Walk(footer, ThriftShape.Footer));
        Assert.All(Enumerable.Range(0, length), cut => Assert.Null(ThriftWalker.Walk(footer.AsSpan(0, cut), ThriftShape.Footer)));
    }

    [Theory]
    [InlineData(new byte[] { 0x15, 0x02, 0x00 }, 3)]
    [InlineData(new byte[] { 0x15, 0x02 }, null)]
    [InlineData(new byte[] { 0x18, 0x02, 0x00 }, null)]
    [InlineData(new byte[] { 0x29, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F }, null)]
    [InlineData(new byte[] { 0x15, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x00 }, null)]
    [InlineData(new byte[] { 0x1D, 0x00 }, null)]
    public void Types_lengths_and_ends_are_checked(byte[] bytes, int? length) => Assert.Equal(length, ThriftWalker.Walk(bytes, ThriftShape.Footer));

    [Fact]
    public void Deep_nesting_is_refused()
    {
        // Field 200 holds a structure whose field 1 holds a structure, and so on.
        byte[] bytes = [0x0C, 0x90, 0x03, .. Enumerable.Repeat((byte)0x1C, 100_000)];

        Assert.Null(ThriftWalker.Walk(bytes, ThriftShape.Footer));
    }

    private async Task<string> Write()
    {
        var text = new DataField("text", typeof(string), null, null, null);
        var label = new DataField("label", typeof(long), true, null, null);
        string path = Path.Combine(_folder.Path, "good.parquet");
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(text, label), file, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }, false, TestContext.Current.CancellationToken);
        for (int group = 0; group < 2; group++)
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync(text, (string[])["one text", "two texts", "two texts", null!], null);
            await rows.WriteAsync<long>(label, new long?[] { 0, 1, 1, 0 }, null, null, TestContext.Current.CancellationToken);
        }

        return path;
    }
}
