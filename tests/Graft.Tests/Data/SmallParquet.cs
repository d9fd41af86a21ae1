using Parquet;
using Parquet.Schema;

namespace Graft.Tests;

/// <summary>Parquet files of texts with two named classes, as the hub has them.</summary>
internal static class SmallParquet
{
    private const string Names = """{"info": {"features": {"label": {"names": ["bad", "good"], "_type": "ClassLabel"}}}}""";

    /// <summary>A file of some row groups: row r has the label r % 2 and the text "text r" with as many letters behind it as are asked for.</summary>
    public static async Task<byte[]> TextsAsync(int rowsInGroup, int groups = 1, int letters = 0, bool named = true)
    {
        var text = new DataField("text", typeof(string), null, null, null);
        var label = new DataField("label", typeof(long), false, null, null);
        using var file = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(text, label), file, new ParquetOptions { CompressionMethod = CompressionMethod.None }, false))
        {
            if (named)
            {
                writer.CustomMetadata = new Dictionary<string, string> { ["huggingface"] = Names };
            }

            for (int group = 0; group < groups; group++)
            {
                int[] rows = [.. Enumerable.Range(group * rowsInGroup, rowsInGroup)];
                using ParquetRowGroupWriter writing = writer.CreateRowGroup();
                await writing.WriteAsync(text, (string[])[.. rows.Select(row => TextOf(row, letters))], null);
                await writing.WriteAsync<long>(label, (long[])[.. rows.Select(row => (long)(row % 2))], null, null);
            }
        }

        return file.ToArray();
    }

    /// <summary>The text of a row.</summary>
    public static string TextOf(int row, int letters) => $"text {row}" + new string((char)('a' + (row % 26)), letters);
}
