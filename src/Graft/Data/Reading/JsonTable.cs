using System.Text;
using System.Text.Json;

namespace Graft.Data.Reading;

/// <summary>Reads a JSON Lines file (an object a line) or a JSON file (an array of objects, or an object with one such array).</summary>
internal static class JsonTable
{
    /// <summary>Reads all rows; a key that a row lacks is null there.</summary>
    /// <exception cref="DataException">The file is not text, or a line is not a JSON object.</exception>
    public static MemoryTable Read(string path, DataOptions options)
    {
        ReadOnlyMemory<byte> text = FileContent.ReadText(path, "a JSON file");
        var rows = new JsonRows(path, options.SkipBad, keepObjects: options.KeepObjects);
        ReadOnlySpan<byte> start = text.Span.TrimStart(" \t\r\n"u8);
        bool array = start[0] == (byte)'[';
        bool whole = array || (Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) && !FirstLineIsObject(start));
        if (whole)
        {
            ReadWhole(text, path, rows);
        }
        else
        {
            ReadLines(text, rows, linesBefore: 0);
        }

        return rows.ToTable(whole ? "item" : "line");
    }

    /// <summary>Reads a block of whole lines, which may hold no row that can be used.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="path">The name for messages.</param>
    /// <param name="options">Whether bad lines are skipped.</param>
    /// <param name="linesBefore">How many lines come before.</param>
    /// <param name="known">Columns of the blocks before, which this one has too, if only as nulls.</param>
    /// <exception cref="DataException">A line is not a JSON object.</exception>
    public static MemoryTable ReadBlock(ReadOnlyMemory<byte> text, string path, DataOptions options, int linesBefore, IReadOnlyList<string> known)
    {
        var rows = new JsonRows(path, options.SkipBad, known);
        ReadLines(text, rows, linesBefore);
        return rows.ToTable("line", mayBeEmpty: true);
    }

    private static void ReadLines(ReadOnlyMemory<byte> text, JsonRows rows, int linesBefore)
    {
        int line = linesBefore;
        for (int start = 0; start < text.Length;)
        {
            line++;
            int length = text.Span[start..].IndexOf((byte)'\n');
            ReadOnlyMemory<byte> content = text.Slice(start, length < 0 ? text.Length - start : length);
            start += content.Length + 1;
            if (content.Span.TrimStart(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            try
            {
                using JsonDocument document = JsonDocument.Parse(content);
                rows.Add(document.RootElement, line, "line");
            }
            catch (JsonException error)
            {
                rows.Refuse($"The line is not JSON: {Reason(error)}", line, "line");
            }
        }
    }

    private static void ReadWhole(ReadOnlyMemory<byte> text, string path, JsonRows rows)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            int item = 0;
            foreach (JsonElement row in Items(document.RootElement, path).EnumerateArray())
            {
                rows.Add(row, ++item, "item");
            }
        }
        catch (JsonException error)
        {
            throw new DataException(
                $"The file is not JSON: {Reason(error)}", path, $"line {error.LineNumber.GetValueOrDefault() + 1}", "Call a file with an object a line '.jsonl'.", error);
        }
    }

    private static JsonElement Items(JsonElement root, string path)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root;
        }

        JsonProperty[] lists = root.ValueKind == JsonValueKind.Object
            ? [.. root.EnumerateObject().Where(IsRows)]
            : [];
        return lists.Length == 1
            ? lists[0].Value
            : throw new DataException("The file is not an array of objects.", path, remedy: "Write an array of objects, or an object a line.");
    }

    private static bool IsRows(JsonProperty property) =>
        property.Value.ValueKind == JsonValueKind.Array && property.Value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object);

    private static bool FirstLineIsObject(ReadOnlySpan<byte> start)
    {
        int end = start.IndexOf((byte)'\n');
        try
        {
            using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(end < 0 ? start : start[..end]));

            // One object alone is taken for the file's only row unless it holds an array of rows.
            bool isAlone = end < 0 || start[end..].TrimStart(" \t\r\n"u8).IsEmpty;
            return document.RootElement.ValueKind == JsonValueKind.Object && !(isAlone && document.RootElement.EnumerateObject().Any(IsRows));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Reason(JsonException error)
    {
        int place = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? error.Message : error.Message[..place];
    }
}
