using Graft.Data;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Pipelines;
using Graft.Tensors;
using Graft.Text;
using Graft.Training;
using Graft.Vision;

namespace Graft.Jobs.Benchmarks;

/// <summary>Prediction from texts or images to logits, with random weights.</summary>
internal static class PredictBench
{
    private const int Rows = 128, ImagePixels = 64;

    public static BenchResult Run(BenchOptions options, CancellationToken cancellation)
    {
        using PretrainedClassifier classifier = options.Model.Create(attentionDropout: true);
        using var format = new PredictionFormat(classifier, options.Format);
        Func<IBatchSource> encode = options.Model.ReadsImages() ? Images() : Texts(options.Length);
        double operations = 0;
        RepeatedTimes times = RepeatedTimes.Of(options.Repeats, () =>
        {
            IBatchSource source = encode();
            format.Prepare(source);
            Evaluator.Run(classifier.Model, source, batchSize: null, progress: null, cancellation);
            operations = Enumerable.Range(0, source.Count)
                .Sum(row => options.Model.ForwardOperations(options.Model.ReadsImages() ? BenchModels.ImageTokens : source.CostOf(row)));
        }, cancellation);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        string unit = options.Model.ReadsImages() ? "images" : "texts";
        return new BenchResult($"predict, {options.Model.Named()}, {Rows} {unit}", times.Seconds, Rows / times.Seconds, unit)
        {
            Format = format.Current,
            Int8Gops = format.Current == ComputeFormat.Int8 ? RepeatedTimes.Int8Gops() : null,
            Gflops = operations / 1e9 / times.Seconds,
            MachineGflops = times.MachineGflops,
            PeakMemoryBytes = process.PeakWorkingSet64,
        };
    }

    // Texts of an even spread of lengths up to the longest, tokenized each time.
    private static Func<IBatchSource> Texts(int longest)
    {
        var tokenizer = Tokenizer.Load(ShippedModels.FolderFor(InputKind.Text));
        string[] texts = [.. Enumerable.Range(0, Rows).Select(row => string.Join(' ', Enumerable.Repeat("the film was good", 1 + (longest * (row + 1) / Rows - 2) / 4)))];
        return () => new EncodedTexts(new Dataset(InputKind.Text, LabelSet.Numbered(2), [.. texts.Select(text => new TextExample(text))]), tokenizer, longest);
    }

    private static Func<IBatchSource> Images()
    {
        var processor = new ImageProcessor(ImageProcessorDefaults.ForKind(ImageProcessorKind.ViT));
        byte[] picture = TestPicture.Encode(ImagePixels, ImagePixels);
        return () => new EncodedImages(new Dataset(InputKind.Image, LabelSet.Numbered(2), [.. Enumerable.Range(0, Rows).Select(row => ImageExample.FromBytes($"picture {row}", picture))]), processor);
    }
}
