using System.Text.Json.Nodes;
using Graft.Models;

namespace Graft.Tests.Models;

public sealed class ModelConfigFileTests
{
    [Fact]
    public void Entries_made_in_memory_read_like_those_of_a_file()
    {
        var json = new JsonObject { ["whole"] = 7, ["long"] = 7L, ["real"] = 0.5f, ["list"] = new JsonArray(1, 2), ["group"] = new JsonObject { ["inner"] = 3 } };
        var config = new ModelConfigFile(json, "config.json");

        Assert.Equal(7, config.Int("whole"));
        Assert.Equal(7, config.Int("long"));
        Assert.Equal(0.5, config.Real("real"));
        Assert.Equal([1, 2], config.Ints("list"));
        Assert.Equal(3, config.Section("group")!.Int("inner"));
    }

    [Theory]
    [InlineData("""{"model_type":"bert","num_hidden_layers":2,"num_hidden_layers":3}""", "num_hidden_layers")]
    [InlineData("""{"model_type":"bert","list":[{"inner":{"a":1,"b":2,"a":1}}]}""", "a")]
    public void An_entry_that_stands_twice_is_refused_by_name(string json, string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("config.json"), json);

        ModelException error = Assert.Throws<ModelException>(() => ModelConfigFile.Load(folder.Path));

        Assert.Contains($"The entry '{name}' stands twice", error.Message, StringComparison.Ordinal);
        Assert.Equal(folder.At("config.json"), error.Path);
    }

    [Fact]
    public void Entries_of_one_name_in_several_objects_and_a_byte_order_mark_are_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("config.json"), "\uFEFF" + """{"model_type":"bert","a":{"size":1},"b":[{"size":2},{"size":3}],"size":4}""");

        var config = ModelConfigFile.Load(folder.Path);

        Assert.Equal(4, config.Int("size"));
        Assert.Equal(1, config.Section("a")!.Int("size"));
    }

    [Fact]
    public void A_folder_of_folders_names_the_newest_one_of_a_model()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("Name a folder", Assert.Throws<ModelException>(() => ModelConfigFile.Load(folder.Path)).Message, StringComparison.Ordinal);
        foreach ((string name, int hours) in new[] { ("checkpoint-2", 2), ("checkpoint-10", 1), ("reports", 0) })
        {
            string inner = Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;
            if (name != "reports")
            {
                File.WriteAllText(Path.Combine(inner, "config.json"), "{}");
            }

            Directory.SetLastWriteTimeUtc(inner, DateTime.UtcNow.AddHours(-hours));
        }

        ModelException error = Assert.Throws<ModelException>(() => ModelConfigFile.Load(folder.Path));

        Assert.Contains($"Did you mean {Path.Combine(folder.Path, "checkpoint-10")}?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BertModel", "bert")]
    [InlineData("BertForMaskedLM", "bert")]
    [InlineData("XLMRobertaForTokenClassification", "xlm-roberta")]
    [InlineData("RobertaForMaskedLM", "roberta")]
    [InlineData("GPT2LMHeadModel", "gpt2")]
    [InlineData("ViTModel", "vit")]
    public void Without_a_model_type_the_architecture_tells_the_family(string architecture, string family)
    {
        var config = new ModelConfigFile(new JsonObject { ["architectures"] = new JsonArray(architecture) }, "config.json");
        Assert.Equal(family, ModelRegistry.Default.FamilyOf(config).ModelType);
    }

    [Theory]
    [InlineData("BertGenerationDecoder")]
    [InlineData("BertJapaneseModel")]
    [InlineData("MobileBertForMaskedLM")]
    [InlineData("")]
    public void Without_a_model_type_an_unknown_architecture_is_refused(string architecture)
    {
        var config = new ModelConfigFile(new JsonObject { ["architectures"] = new JsonArray(architecture) }, "config.json");
        Assert.Contains("model_type", Assert.Throws<ModelException>(() => ModelRegistry.Default.FamilyOf(config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_whose_family_its_architecture_told_is_saved_with_the_familys_name()
    {
        using var folder = new TemporaryFolder();
        ModelConfigFile sample = TextModelSamples.Config("bert", ("model_type", null), ("architectures", new JsonArray("BertForMaskedLM")));
        using (var classifier = PretrainedClassifier.CreateNew(sample, LabelSet.Numbered(3), seed: 1))
        {
            classifier.Save(folder.Path);
        }

        var saved = (JsonObject)JsonNode.Parse(File.ReadAllText(folder.At("config.json")))!;
        Assert.Equal("bert", (string?)saved["model_type"]);
        saved.Remove("model_type");
        File.WriteAllText(folder.At("config.json"), saved.ToJsonString());
        using var opened = PretrainedClassifier.Load(folder.Path);
        Assert.Equal("bert", opened.Config.ModelType);
    }
}
