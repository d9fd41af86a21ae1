using System.Text.Json.Nodes;
using Graft.Models;
using Graft.Tests.Training;

namespace Graft.Tests.Models;

/// <summary>Code that a model folder names or brings is not run.</summary>
public sealed class RemoteCodeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("graft-code-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Fault", "17")]
    public void Entries_that_name_code_are_never_acted_on_and_not_carried_on()
    {
        using (PretrainedClassifier made = TinyRun.NewClassifier())
        {
            made.Save(_folder);
        }

        Change(json =>
        {
            json["auto_map"] = new JsonObject { ["AutoModelForSequenceClassification"] = "modeling_evil.Evil" };
            json["trust_remote_code"] = true;
        });
        string proof = Path.Combine(_folder, "ran");
        File.WriteAllText(Path.Combine(_folder, "modeling_evil.py"), $"open({System.Text.Json.JsonSerializer.Serialize(proof)}, 'w')\n");

        using PretrainedClassifier read = PretrainedClassifier.Load(_folder);
        string copy = Path.Combine(_folder, "copy");
        read.Save(copy);

        Assert.Equal("bert", read.Family.ModelType);
        Assert.False(File.Exists(proof));
        Assert.DoesNotContain("auto_map", File.ReadAllText(Path.Combine(copy, "config.json")), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(copy, "*.py"));
    }

    [Fact]
    [Trait("Fault", "17")]
    public void A_family_that_only_the_folders_code_knows_is_refused_with_the_known_ones()
    {
        using (PretrainedClassifier made = TinyRun.NewClassifier())
        {
            made.Save(_folder);
        }

        Change(json =>
        {
            json["model_type"] = "evil";
            json["auto_map"] = new JsonObject { ["AutoModel"] = "modeling_evil.Evil" };
        });

        ModelException error = Assert.Throws<ModelException>(() => PretrainedClassifier.Load(_folder));
        Assert.Contains("\"evil\" is not known", error.Problem, StringComparison.Ordinal);
    }

    private void Change(Action<JsonObject> change)
    {
        string path = Path.Combine(_folder, "config.json");
        JsonObject json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }
}
