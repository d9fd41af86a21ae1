using Graft.Layers;
using Graft.Models;
using Graft.Tensors;
using Graft.Testing;
using Graft.Vision;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.ParityTests.Models;

/// <summary>The real pretrained models against golden values on rows of real data.</summary>
public sealed class RealModelTests
{
    [Fact]
    public void MiniLM_gives_the_golden_hidden_states_on_reviews()
    {
        using SafetensorsFile golden = Open("minilm_imdb.safetensors");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using PretrainedTrunk trunk = PretrainedTrunk.Load(SharedFolder.Item("models", "minilm-l6-h384-uncased"));
        Tensor ids = golden.ToTensor("input_ids", ScalarType.Int64), mask = golden.ToTensor("attention_mask", ScalarType.Int64);
        using var inputs = new TextInputs(ids, mask);
        TrunkOutput output = trunk.Model.Forward(inputs, ForwardContext.Inference);

        Tensor kept = mask.unsqueeze(-1).to(ScalarType.Float32);                                     // [b,t,1]
        var check = new TensorAssert();
        check.CloseInSize("cls_hidden_state", output.LastHiddenState.select(1, 0), golden.ToTensor("cls_hidden_state"), 1e-4);
        check.CloseInSize("mean_hidden_state", (output.LastHiddenState * kept).sum(1) / kept.sum(1), golden.ToTensor("mean_hidden_state"), 1e-4);
        check.CloseInSize("pooler_output", output.Pooled!, golden.ToTensor("pooler_output"), 1e-4);
        check.Verify();
    }

    [Fact]
    public void EfficientNet_gives_the_golden_logits_on_photos()
    {
        using SafetensorsFile golden = Open("efficientnet_cifar.safetensors");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        string folder = SharedFolder.Item("models", "efficientnet-lite0");
        using PretrainedClassifier classifier = PretrainedClassifier.Load(folder);
        long[] rows = golden.ReadInt64s("rows");
        using ImageInputs inputs = Photos(golden, rows, folder);
        TrunkOutput output = classifier.Model.Trunk.Forward(inputs, ForwardContext.Inference);
        Tensor logits = classifier.Model.Head(output, inputs, ForwardContext.Inference);

        var check = new TensorAssert();
        check.CloseInSize("pixel_sum", inputs.PixelValues.to(ScalarType.Float64).sum([1, 2, 3]), golden.ToTensor("pixel_sum"), 1e-4);
        check.CloseInSize("pooler_output", output.Pooled!, golden.ToTensor("pooler_output").view(rows.Length, -1), 1e-4);
        check.CloseInSize("logits", logits, golden.ToTensor("logits"), 1e-4);
        check.Verify();
        Assert.Equal(golden.ToTensor("logits").argmax(1).data<long>().ToArray(), logits.argmax(1).data<long>().ToArray());
    }

    [Fact]
    public void Vit_gives_the_golden_hidden_states_on_photos()
    {
        using SafetensorsFile golden = Open("vit_cifar.safetensors"), photos = Open("efficientnet_cifar.safetensors");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        string folder = SharedFolder.Item("models", "vit-small-patch14-224");
        using PretrainedTrunk trunk = PretrainedTrunk.Load(folder);
        using ImageInputs inputs = Photos(photos, golden.ReadInt64s("rows"), folder);
        Tensor hidden = trunk.Model.Forward(inputs, ForwardContext.Inference).LastHiddenState;         // [b,1+n,d]

        var check = new TensorAssert();
        check.CloseInSize("cls_hidden_state", hidden.select(1, 0), golden.ToTensor("cls_hidden_state"), 1e-3);
        check.CloseInSize("mean_hidden_state", hidden.narrow(1, 1, hidden.shape[1] - 1).mean([1]), golden.ToTensor("mean_hidden_state"), 1e-3);
        check.Verify();

        // The folder has no pooler: the trunk opens all the same and says so.
        Assert.Equal(["pooler.dense.bias", "pooler.dense.weight"], trunk.Report.Missing.Order(StringComparer.Ordinal));
    }

    private static SafetensorsFile Open(string name) => SafetensorsFile.Open(SharedFolder.Fixture("real", name));

    // The decoded pixels of some rows, as the model's folder wants them: [b,3,h,w].
    private static ImageInputs Photos(SafetensorsFile file, long[] rows, string folder)
    {
        ImageProcessor processor = ImageProcessor.Load(folder);
        (int height, int width) = processor.OutputSize;
        IReadOnlyList<long> shape = file.Entry("rgb").Shape;                                           // [b,h,w,3]
        int rowsInPhoto = (int)shape[1], columns = (int)shape[2], bytes = rowsInPhoto * columns * 3;
        long[] known = file.ReadInt64s("rows");
        var pixels = new float[rows.Length * 3 * height * width];
        for (int i = 0; i < rows.Length; i++)
        {
            int place = Array.IndexOf(known, rows[i]);
            Assert.True(place >= 0, $"row {rows[i]} has no pixels");
            var photo = new RgbImage(columns, rowsInPhoto, file.Bytes("rgb").Slice(place * bytes, bytes));
            processor.Process(photo, pixels.AsSpan(i * 3 * height * width, 3 * height * width));
        }

        return new ImageInputs(tensor(pixels, [rows.Length, 3, height, width]));
    }
}
