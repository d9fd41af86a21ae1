using Graft.Models;
using Graft.Tensors;

namespace Graft.Tests.Models;

public sealed class WeightLoadingTests
{
    private const string Quantized = "bert.encoder.layer.0.attention.self.query.weight";

    [Theory]
    [InlineData(NumberFormat.I8)]
    [InlineData(NumberFormat.U8)]
    [InlineData(NumberFormat.F8E4M3)]
    [InlineData(NumberFormat.F8E5M2)]
    public void Quantized_weights_are_refused_with_tensor_and_format(NumberFormat format)
    {
        using TextModelFolder folder = Folder((name, shape, bytes) => name == Quantized
            ? TensorToWrite.FromBytes(name, format, shape, new byte[bytes / sizeof(float)])
            : null);

        ModelException error = Assert.Throws<ModelException>(() => PretrainedClassifier.Load(folder.Path));
        Assert.Contains(Quantized, error.Place, StringComparison.Ordinal);
        Assert.Contains($"{format.FileName()}: quantized weights are not supported", error.Problem, StringComparison.Ordinal);
        Assert.Throws<ModelException>(() => PretrainedTrunk.Load(folder.Path));
    }

    [Fact]
    public void Weights_packed_into_another_shape_are_called_quantized_too()
    {
        using TextModelFolder folder = Folder((name, _, bytes) => name == Quantized
            ? TensorToWrite.FromBytes(name, NumberFormat.U8, [bytes / 8, 1], new byte[bytes / 8])
            : null);

        Assert.Contains("quantized", Assert.Throws<ModelException>(() => PretrainedClassifier.Load(folder.Path)).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NumberFormat.F64)]
    [InlineData(NumberFormat.F16)]
    [InlineData(NumberFormat.BF16)]
    public void Weights_in_any_float_format_are_read(NumberFormat format)
    {
        using TextModelFolder folder = Folder((name, shape, bytes) =>
            TensorToWrite.FromBytes(name, format, shape, new byte[bytes / sizeof(float) * format.Size()]));
        using PretrainedClassifier classifier = PretrainedClassifier.Load(folder.Path);

        Assert.False(classifier.Report.HasNewWeights);
    }

    [Fact]
    public void Mapped_weights_are_those_of_the_file_and_a_saved_folder_keeps_them_in_line()
    {
        using var folder = new TemporaryFolder();
        ModelConfigFile config = TextModelSamples.Config("distilbert", ("vocab_size", 1500));
        using (PretrainedClassifier made = PretrainedClassifier.CreateNew(config, LabelSet.Numbered(3), seed: 7))
        {
            made.Save(folder.Path);
        }

        using PretrainedClassifier copied = PretrainedClassifier.Load(folder.Path);
        using PretrainedClassifier mapped = PretrainedClassifier.Load(folder.Path, new ModelLoadOptions { MapWeights = true });
        Assert.All(copied.Model.Weights.Entries.Zip(mapped.Model.Weights.Entries), pair =>
        {
            Assert.Equal(pair.First.Tensor.detach().bytes, pair.Second.Tensor.detach().bytes);
            Assert.Equal(pair.First.Tensor.requires_grad, pair.Second.Tensor.requires_grad);
        });
        AssertInLine(folder.Path, "distilbert.embeddings.word_embeddings.weight");

        // The folder that a mapped model came from may be saved into.
        using (TorchSharp.torch.no_grad())
        {
            mapped.Model.Weights.Find("distilbert.embeddings.word_embeddings.weight")!.Tensor.add_(1);
        }

        mapped.Save(folder.Path);
        using PretrainedClassifier again = PretrainedClassifier.Load(folder.Path);
        Assert.All(again.Model.Weights.Entries.Zip(mapped.Model.Weights.Entries), pair =>
            Assert.Equal(pair.Second.Tensor.detach().bytes, pair.First.Tensor.detach().bytes));
    }

    // Every tensor of whole lines begins at one, the named one among them: the bias of three labels moves none.
    private static void AssertInLine(string folder, string name)
    {
        using WeightFolder weights = WeightFolder.Open(folder);
        TensorEntry[] whole = [.. weights.Files[0].Entries.Values.Where(entry => entry.ByteCount % MappedTensors.AlignmentBytes == 0)];
        Assert.Contains(whole, entry => entry.Name == name && entry.ByteCount > 1 << 16);
        Assert.NotEqual(whole.Length, weights.Names.Count);
        Assert.All(whole, entry => Assert.Equal(0, (weights.Files[0].DataStart + entry.Offset) % MappedTensors.AlignmentBytes));
    }

    // A small BERT some tensors of which are stored in another way.
    private static TextModelFolder Folder(Func<string, IReadOnlyList<long>, long, TensorToWrite?> change)
    {
        using Classifier model = TextModelSamples.Create("bert");
        var folder = new TextModelFolder(TextModelSamples.Config("bert"), []);
        SafetensorsWriter.Write(Path.Combine(folder.Path, WeightFolder.SingleFile), [.. model.Weights.Entries.Select(entry =>
            change(entry.Name, entry.Tensor.shape, entry.Tensor.NumberOfElements * sizeof(float)) ?? entry.Tensor.ToWrite(entry.Name))]);
        return folder;
    }
}
