using Graft.Tensors;

namespace Graft.Tests.Tensors;

public sealed class WeightFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_file_is_read_and_wins_over_an_index()
    {
        Shard("model.safetensors", "x", 7);
        folder.Write(WeightFolder.IndexFile, "nonsense");
        using WeightFolder weights = WeightFolder.Open(folder.Path);
        Assert.Equal(["x"], weights.Names);
        Assert.Equal([7L], weights.ReadInt64s("x"));
    }

    [Fact]
    public void The_index_chooses_the_shard_of_a_tensor()
    {
        TensorToWrite Make(string name, long number) => TensorToWrite.FromInt64s(name, [1], new[] { number });
        SafetensorsWriter.Write(folder.At("a.safetensors"), [Make("x", 1), Make("y", 2)]);
        SafetensorsWriter.Write(folder.At("b.safetensors"), [Make("x", 3), Make("z", 4)]);
        Index("""{"metadata":{"total_size":32},"weight_map":{"x":"b.safetensors","y":"a.safetensors","z":"b.safetensors"}}""");

        using WeightFolder weights = WeightFolder.Open(folder.Path);
        Assert.Equal(["x", "y", "z"], weights.Names.Order());
        Assert.Equal([3L, 2L, 4L], [weights.ReadInt64s("x")[0], weights.ReadInt64s("y")[0], weights.ReadInt64s("z")[0]]);
        Assert.Equal(2, weights.Files.Count);
        Assert.True(weights.Contains("z"));
        Assert.Contains("tensor 'w'", Assert.Throws<WeightFolderException>(() => weights.Entry("w")).Message);
    }

    [Theory, Trait("Fault", "14")]
    [InlineData("../x.safetensors"), InlineData("..\\x.safetensors"), InlineData("/x.safetensors"), InlineData("\\x.safetensors")]
    [InlineData("C:x.safetensors"), InlineData("C:\\x.safetensors"), InlineData("\\\\h\\s\\x.safetensors"), InlineData("//h/s/x.safetensors")]
    [InlineData("sub/x.safetensors"), InlineData("./x.safetensors"), InlineData("x.safetensors:stream.safetensors"), InlineData("..")]
    [InlineData("x.bin"), InlineData("x.safetensors.bin"), InlineData("x"), InlineData(""), InlineData(".safetensors"), InlineData("x.SAFETENSORS ")]
    [InlineData("x\u0000.safetensors"), InlineData("~/x.safetensors"), InlineData("file:///x.safetensors"), InlineData("%2e%2e\\x.safetensors")]
    public void A_shard_name_that_is_not_plain_is_rejected_on_every_system(string shard)
    {
        Directory.CreateDirectory(folder.At("inner"));
        Shard("x.safetensors", "x", 7);
        string index = System.Text.Json.JsonSerializer.Serialize(new { weight_map = new Dictionary<string, string> { ["x"] = shard } });
        folder.Write(Path.Combine("inner", WeightFolder.IndexFile), index);

        var error = Assert.Throws<WeightFolderException>(() => WeightFolder.Open(folder.At("inner")));
        Assert.Contains("plain name", error.Message);
        Assert.Contains(WeightFolder.IndexFile, error.Message);
    }

    [Fact, Trait("Fault", "15")]
    public void A_missing_shard_is_named()
    {
        Shard("a.safetensors", "x", 7);
        Index("""{"weight_map":{"x":"a.safetensors","y":"b.safetensors"}}""");
        Assert.Contains("shard 'b.safetensors'", Assert.Throws<WeightFolderException>(() => WeightFolder.Open(folder.Path)).Message);
    }

    [Fact, Trait("Fault", "15")]
    public void A_tensor_that_is_not_in_its_shard_is_named()
    {
        Shard("a.safetensors", "x", 7);
        Index("""{"weight_map":{"x":"a.safetensors","y":"a.safetensors"}}""");
        string message = Assert.Throws<WeightFolderException>(() => WeightFolder.Open(folder.Path)).Message;
        Assert.Contains("tensor 'y'", message);
        Assert.Contains("'a.safetensors'", message);
    }

    [Fact, Trait("Fault", "15")]
    public void A_damaged_shard_is_named()
    {
        folder.Write("a.safetensors", "short");
        Index("""{"weight_map":{"x":"a.safetensors"}}""");
        Assert.Contains("a.safetensors", Assert.Throws<SafetensorsException>(() => WeightFolder.Open(folder.Path)).Message);
    }

    [Theory, Trait("Fault", "16")]
    [InlineData("pytorch_model.bin"), InlineData("pytorch_model.bin.index.json")]
    public void Pickled_weights_alone_are_refused_with_advice_and_never_opened(string name)
    {
        string path = folder.Write(name, "cos\nsystem\n(S'false'\ntR.");
        using FileStream locked = new(path, FileMode.Open, FileAccess.Read, FileShare.None);
        string message = Assert.Throws<WeightFolderException>(() => WeightFolder.Open(folder.Path)).Message;
        Assert.Contains(name, message);
        Assert.Contains("safetensors", message);
        Assert.Contains("pickle", message);
    }

    [Fact, Trait("Fault", "16")]
    public void Pickled_weights_beside_good_ones_are_ignored()
    {
        Shard("model.safetensors", "x", 7);
        folder.Write("pytorch_model.bin", "x");
        using WeightFolder weights = WeightFolder.Open(folder.Path);
        Assert.Equal(["x"], weights.Names);
    }

    [Fact]
    public void An_empty_or_missing_folder_names_what_was_looked_for()
    {
        string message = Assert.Throws<WeightFolderException>(() => WeightFolder.Open(folder.Path)).Message;
        Assert.Contains(WeightFolder.SingleFile, message);
        Assert.Contains(WeightFolder.IndexFile, message);
        Assert.Contains("no such folder", Assert.Throws<WeightFolderException>(() => WeightFolder.Open(folder.At("none"))).Message);
    }

    [Theory]
    [InlineData(""), InlineData("[]"), InlineData("{"), InlineData("{}"), InlineData("{\"weight_map\":[]}"), InlineData("{\"weight_map\":{\"x\":7}}"), InlineData("{} x")]
    [InlineData("{\"weight_map\":{\"x\":\"a.safetensors\",\"x\":\"a.safetensors\"}}"), InlineData("{\"weight_map\":{},\"weight_map\":{}}")]
    [InlineData("{\"weight_map\":{\"\\ud800\":\"a.safetensors\"}}"), InlineData("null")]
    public void An_index_that_is_not_one_is_a_typed_error(string json)
    {
        Index(json);
        Assert.Contains(WeightFolder.IndexFile, Assert.Throws<WeightFolderException>(() => WeightFolder.Open(folder.Path)).Message);
    }

    [Fact]
    public void An_index_nested_thousands_deep_or_not_UTF8_is_a_typed_error()
    {
        Index("{\"metadata\":" + new string('[', 100_000));
        Assert.Throws<WeightFolderException>(() => WeightFolder.Open(folder.Path));
        folder.Write(WeightFolder.IndexFile, [.. "{\"weight_map\":{\""u8, 0xff, .. "\":\"a.safetensors\"}}"u8]);
        Assert.Throws<WeightFolderException>(() => WeightFolder.Open(folder.Path));
    }

    [Fact, Trait("Fault", "18")]
    public void Mutated_indices_give_only_typed_errors()
    {
        Shard("a.safetensors", "x", 7);
        byte[] valid = """{"metadata":{"total_size":8},"weight_map":{"x":"a.safetensors"}}"""u8.ToArray();
        var random = new Random(18);
        int accepted = 0, rejected = 0;
        for (int i = 0; i < 2_000; i++)
        {
            byte[] mutant = [.. valid[..random.Next(valid.Length / 2, valid.Length + 1)]];
            mutant = random.Next(2) == 0 ? mutant : [.. valid];
            mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            folder.Write(WeightFolder.IndexFile, mutant);
            try
            {
                using WeightFolder weights = WeightFolder.Open(folder.Path);
                accepted++;
            }
            catch (WeightFolderException)
            {
                rejected++;
            }
        }

        Assert.InRange(accepted, 1, 1_000);
        Assert.InRange(rejected, 1_000, 1_999);
    }

    private void Index(string json) => folder.Write(WeightFolder.IndexFile, json);

    private void Shard(string file, string tensor, long number) =>
        SafetensorsWriter.Write(folder.At(file), [TensorToWrite.FromInt64s(tensor, [1], new[] { number })]);
}
