using Graft.Tensors;
using Graft.Testing;

namespace Graft.Tests.Tensors;

[Trait("Needs", "shared")]
public sealed class SharedWeightsTests
{
    [Fact]
    public void Every_safetensors_file_of_the_fixtures_opens_and_reads_whole()
    {
        string[] paths = Directory.GetFiles(SharedFolder.Fixture("models"), "*.safetensors", SearchOption.AllDirectories);
        Assert.NotEmpty(paths);
        foreach (string path in paths)
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            Assert.NotEmpty(file.Entries);
            Assert.All(file.Entries.Values, entry => Assert.Equal(entry.Count, file.ReadFloats(entry.Name).Length));
        }
    }

    [Fact]
    public void Every_model_folder_opens_or_is_refused_for_its_pickle()
    {
        string[] folders = Directory.GetDirectories(SharedFolder.Fixture("models"), "model", SearchOption.AllDirectories);
        Assert.NotEmpty(folders);
        foreach (string folder in folders)
        {
            string[] indices = Directory.GetFiles(folder, WeightFolder.IndexFile), singles = Directory.GetFiles(folder, WeightFolder.SingleFile);
            if (indices.Length + singles.Length == 0)
            {
                Assert.Contains("pickle", Assert.Throws<WeightFolderException>(() => WeightFolder.Open(folder)).Message);
                continue;
            }

            using WeightFolder weights = WeightFolder.Open(folder);
            int tensors = Directory.GetFiles(folder, "*.safetensors").Sum(path =>
            {
                using SafetensorsFile file = SafetensorsFile.Open(path);
                return file.Entries.Count;
            });
            Assert.Equal(tensors, weights.Names.Count);
        }
    }

    [Fact]
    public void A_sharded_folder_holds_the_same_numbers_as_the_unsharded_one()
    {
        using WeightFolder whole = WeightFolder.Open(SharedFolder.Fixture("models", "bert", "model"));
        using WeightFolder sharded = WeightFolder.Open(SharedFolder.Fixture("models", "bert-sharded", "model"));
        Assert.True(sharded.Files.Count > 1);
        Assert.Equal(whole.Names.Order(), sharded.Names.Order());
        Assert.All(whole.Names, name => Assert.Equal(whole.Bytes(name), sharded.Bytes(name)));
    }
}
