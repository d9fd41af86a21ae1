using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Graft.ParityTests.Models;
using Graft.Testing;

[assembly: AssemblyFixture(typeof(ParityTable))]

namespace Graft.ParityTests.Models;

/// <summary>Writes artifacts/parity.md after the tests: each model folder against what was compared.</summary>
public sealed class ParityTable : IDisposable
{
    private static readonly string[] Columns = ["forward", "gradient", "train mode", "save", "graft", "graft train", "export"];

    private static readonly ConcurrentDictionary<(string Folder, string Column), int> Begun = new(), Passed = new();

    /// <summary>Notes that a comparison has begun; until it passes it counts as failed.</summary>
    internal static void Begin(string folder, string column) => Begun.AddOrUpdate((folder, column), 1, (_, count) => count + 1);

    /// <summary>Notes that it passed.</summary>
    internal static void Pass(string folder, string column) => Passed.AddOrUpdate((folder, column), 1, (_, count) => count + 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Begun.IsEmpty || SharedFolder.FindFixture("models", "manifest.json") is not { } manifest)
        {
            return;
        }

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(manifest));
        var page = new StringBuilder("# Equal to the golden values\n\nEmpty: the fixtures have no such values for the folder.\n\n");
        page.Append("| folder | family | ").AppendJoin(" | ", Columns).Append(" |\n|---|---|").Insert(page.Length, "---|", Columns.Length).Append('\n');
        foreach (JsonElement model in json.RootElement.GetProperty("models").EnumerateArray())
        {
            string name = model.GetProperty("name").GetString()!;
            page.Append($"| {name} | {model.GetProperty("model_type")} | ").AppendJoin(" | ", Columns.Select(column => Cell(name, column))).Append(" |\n");
        }

        string folder = SharedFolder.Project("artifacts");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "parity.md"), page.ToString());
    }

    private static string Cell(string folder, string column) =>
        !Begun.TryGetValue((folder, column), out int begun) ? ""
        : Passed.GetValueOrDefault((folder, column)) == begun ? "equal"
        : "FAILED";
}
