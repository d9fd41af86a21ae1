using System.Runtime.InteropServices;
using System.Text.Json;
using Graft.Testing;
using Graft.Text;
using Parquet;
using Parquet.Schema;

namespace Graft.ParityTests.Text;

/// <summary>Every review of a real data set becomes the same ids as with the public tools.</summary>
[Trait("Needs", "fixtures")]
public class ImdbIdsGoldenTests
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(i =>
    {
        uint crc = (uint)i;
        for (int bit = 0; bit < 8; bit++)
        {
            crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
        }

        return crc;
    })];

    [Fact]
    public async Task Every_review_has_the_same_ids()
    {
        JsonElement golden = JsonElement.Parse(await File.ReadAllBytesAsync(SharedFolder.Fixture("real", "imdb_input_ids.json"), TestContext.Current.CancellationToken));
        int[] counts = golden.Ints("tokens");
        uint[] sums = [.. golden.GetProperty("crc32").EnumerateArray().Select(e => e.GetUInt32())];
        int maxLength = golden.Int("max_length") ?? 512;
        string split = golden.String("split") ?? "test";
        Tokenizer tokenizer = Tokenizer.Load(SharedFolder.Item("models", "minilm-l6-h384-uncased"));
        Mismatches mismatches = new();
        int row = 0;
        foreach (string path in Directory.EnumerateFiles(SharedFolder.Item("data", "imdb", "plain_text"), split + "-*.parquet").Order(StringComparer.Ordinal))
        {
            foreach (string text in await Texts(path))
            {
                int[] ids = tokenizer.EncodeIds(text, null, maxLength);
                mismatches.Equal($"row {row}", [counts[row], sums[row]], [ids.Length, (long)Crc(ids)]);
                row++;
            }
        }

        Assert.Equal(counts.Length, row);
        mismatches.Verify();
    }

    private static async Task<List<string>> Texts(string path)
    {
        List<string> texts = [];
        await using ParquetReader reader = await ParquetReader.CreateAsync(path);
        DataField field = reader.Schema.GetDataFields().Single(f => f.Name == "text");
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            string?[] values = new string?[rows.RowCount];
            await rows.ReadAsync(field, values.AsMemory()!);
            texts.AddRange(values!);
        }

        return texts;
    }

    private static uint Crc(int[] ids)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in MemoryMarshal.AsBytes<int>(ids))
        {
            crc = CrcTable[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }
}
