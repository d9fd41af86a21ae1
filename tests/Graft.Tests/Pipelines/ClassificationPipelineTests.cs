using System.Text.Json.Nodes;
using Graft.Models;
using Graft.Native;
using Graft.Pipelines;
using Graft.Tensors;
using Graft.Tests.Models;
using Graft.Tests.Native;
using Graft.Tests.Training;
using Graft.Text;
using Graft.Vision;

namespace Graft.Tests.Pipelines;

// Others that keep memory meanwhile would be counted too.
[Collection(nameof(NativeHeapTests))]
public sealed class ClassificationPipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_image_folder_that_cannot_be_opened_keeps_no_memory()
    {
        string folder = WriteResNet(channels: 3);
        int before = NativeHeap.Keepers;

        Assert.Throws<ModelException>(() => ClassificationPipeline.Load(folder, new PipelineOptions { Format = ComputeFormat.Int8 }));
        Assert.Throws<ArgumentException>(() => ClassificationPipeline.Load(folder, new PipelineOptions { TopK = 0 }));
        Assert.Throws<ArgumentException>(() => ClassificationPipeline.Load(folder, new PipelineOptions { Threshold = 1.5 }));
        Assert.Throws<ArgumentException>(() => ClassificationPipeline.Load(folder, new PipelineOptions { Threshold = double.NaN }));
        File.WriteAllText(Path.Combine(folder, ImageProcessor.FileName), "no JSON");
        Assert.ThrowsAny<GraftException>(() => ClassificationPipeline.Load(folder));

        Assert.Equal(before, NativeHeap.Keepers);
    }

    [Fact]
    public void A_text_folder_that_cannot_be_opened_keeps_no_memory()
    {
        string folder = _folder.At("model");
        ModelConfigFile config = TextModelSamples.Config("bert");
        using (PretrainedClassifier classifier = PretrainedClassifier.CreateNew(config, LabelSet.Numbered(3), seed: 1))
        {
            classifier.Save(folder);
        }

        WordPieceFolder.Write(folder, config, ["good", "bad"]);
        int before = NativeHeap.Keepers;
        using (ClassificationPipeline.Load(folder))
        {
            Assert.Equal(OperatingSystem.IsLinux() ? before + 1 : before, NativeHeap.Keepers);
        }

        Assert.Throws<ModelException>(() => ClassificationPipeline.Load(folder, new PipelineOptions { MaxLength = 1 }));
        File.AppendAllLines(Path.Combine(folder, "vocab.txt"), Enumerable.Range(0, 100).Select(i => $"more{i}"));
        Assert.Contains("vectors", Assert.Throws<ModelException>(() => ClassificationPipeline.Load(folder)).Message, StringComparison.Ordinal);

        Assert.Equal(before, NativeHeap.Keepers);
    }

    [Theory]
    [InlineData(null, "Take a batch size of 1 (--batch-size; PipelineOptions.BatchSize)")]
    [InlineData(1, "lower the maximum length of texts")]
    [InlineData(4, "Lower the batch size (4; --batch-size; PipelineOptions.BatchSize)")]
    public void Memory_that_runs_out_is_told_with_what_to_lower(int? batchSize, string remedy)
    {
        using var run = new TinyRun();
        (PretrainedClassifier classifier, ScarceMemory memory) = ScarceMemory.Of(run, mostRows: 0);
        using var pipeline = new TextClassificationPipeline(
            classifier, Tokenizer.Load(WordPieceFolder.Write(_folder.Path, run.Classifier.Config, [])), _folder.Path, new PipelineOptions { BatchSize = batchSize }, ComputeDevice.Cpu);

        PredictionException error = Assert.Throws<PredictionException>(() => pipeline.Predict(["one", "two"]));

        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        memory.MostRows = 4;
        Assert.Equal(2, pipeline.Predict(["one", "two"]).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Images_of_other_channels_than_the_model_reads_say_so(int channels)
    {
        using var classifier = PretrainedClassifier.Load(WriteResNet(channels));
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var gradientsOff = TorchSharp.torch.no_grad();
        var images = new ImageInputs(TorchSharp.torch.zeros(1, 3, 32, 32));

        ModelException error = Assert.Throws<ModelException>(() => classifier.Model.Forward(images, Graft.Layers.ForwardContext.Inference));

        Assert.Contains("num_channels", error.Message, StringComparison.Ordinal);
    }

    private string WriteResNet(int channels)
    {
        var config = new JsonObject
        {
            ["model_type"] = "resnet", ["num_channels"] = channels, ["embedding_size"] = 8, ["hidden_sizes"] = new JsonArray(8, 8), ["depths"] = new JsonArray(1, 1),
            ["layer_type"] = "basic",
        };
        using PretrainedClassifier classifier = PretrainedClassifier.CreateNew(new ModelConfigFile(config, "config.json"), LabelSet.Numbered(2), seed: 1);
        classifier.Save(_folder.At("model"));
        return _folder.At("model");
    }
}
