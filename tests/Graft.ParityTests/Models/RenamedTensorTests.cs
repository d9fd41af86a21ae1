using System.Text.Json;
using Graft.Models;
using Graft.Testing;

namespace Graft.ParityTests.Models;

/// <summary>Newer versions of the public library name some modules otherwise: both names open.</summary>
public sealed class RenamedTensorTests
{
    public static IEnumerable<TheoryDataRow<string>> Folders => Golden.Folders(model =>
        ModelRegistry.Default.ModelTypes.Contains(model.GetProperty("model_type").GetString()!)
        && SharedFolder.FindFixture("models", model.GetProperty("name").GetString()!, "golden.json") is { } facts
        && HoldsRenamed(facts));

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_newer_name_leads_to_the_tensor_that_the_hub_names(string name)
    {
        using var golden = new Golden(name);
        ModelFamily family = ModelRegistry.Default.FamilyOf(ModelConfigFile.Load(SharedFolder.Fixture("models", name, "model")));
        JsonProperty[] renamed = [.. golden.Facts.GetProperty("renamed_in_file").EnumerateObject()];

        Assert.NotEmpty(renamed);
        Assert.All(renamed, pair => Assert.Equal(family.CurrentName(pair.Value.GetString()!), family.CurrentName(pair.Name)));
    }

    private static bool HoldsRenamed(string path)
    {
        using JsonDocument facts = JsonDocument.Parse(File.ReadAllBytes(path));
        return facts.RootElement.TryGetProperty("renamed_in_file", out JsonElement renamed) && renamed.EnumerateObject().Any();
    }
}
