using System.Text.Json;
using Graft.Testing;
using Graft.Text;

namespace Graft.ParityTests.Text;

/// <summary>Finds and reads the golden values of tokenizers.</summary>
internal static class TokenizerFixtures
{
    /// <summary>One row for each folder that the manifest names; one that is skipped if the golden values are not there.</summary>
    public static TheoryData<string> Folders => FoldersWhere(_ => true);

    /// <summary>One row for each folder that meets a condition; one that is skipped if there is none.</summary>
    public static TheoryData<string> FoldersWhere(Func<string, bool> condition)
    {
        try
        {
            string manifest = SharedFolder.Fixture("tokenizers", "manifest.json");
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(manifest));
            string[] folders = [.. json.RootElement.GetProperty("folders").EnumerateArray().Select(f => f.GetString()!).Where(condition)];
            return folders.Length == 0 ? ["none"] : [.. folders];
        }
        catch (Exception e) when (e.GetType().Name.Contains("Skip", StringComparison.Ordinal))
        {
            return ["none"];
        }
    }

    /// <summary>The tokenizer of a golden folder.</summary>
    public static Tokenizer Load(string folder) => Tokenizer.Load(SharedFolder.Fixture("tokenizers", folder, "model"));

    /// <summary>The lines of a golden file.</summary>
    public static List<JsonElement> Lines(params string[] path) =>
        [.. File.ReadLines(SharedFolder.Fixture(["tokenizers", .. path])).Where(l => l.Length > 0).Select(l => JsonElement.Parse(l))];

    /// <summary>All texts by id.</summary>
    public static Dictionary<int, string> Texts() =>
        Lines("texts.jsonl").ToDictionary(l => l.GetProperty("id").GetInt32(), l => l.GetProperty("text").GetString()!);

    /// <summary>All pairs by number.</summary>
    public static Dictionary<int, (string A, string B)> Pairs() => Lines("pairs_input.jsonl").ToDictionary(
        l => l.GetProperty("pair").GetInt32(), l => (l.GetProperty("a").GetString()!, l.GetProperty("b").GetString()!));

    /// <summary>A list of whole numbers.</summary>
    public static int[] Ints(this JsonElement line, string name) => line.GetProperty(name).Ints();

    /// <summary>A list of whole numbers.</summary>
    public static int[] Ints(this JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetInt32())];

    /// <summary>A whole number, or null.</summary>
    public static int? Int(this JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    /// <summary>A string, or null.</summary>
    public static string? String(this JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
