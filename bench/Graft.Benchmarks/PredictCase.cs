using Graft.Data;
using Graft.Jobs.Benchmarks;
using Graft.Models;
using Graft.Pipelines;
using Graft.Tensors;
using TorchSharp;

namespace Graft.Benchmarks;

/// <summary>Predictions a second by pipelines, tokenizing and preparing included, as a share of the machine's own product rate.</summary>
internal static class PredictCase
{
    private const int Texts = 1000, FewTexts = 200, Images = 128, Singles = 24;

    // Words of a short text: the subject of a mail.
    private const int FewWords = 12;

    /// <summary>The names of the cases, in any case of letters.</summary>
    public static IReadOnlyList<string> Names { get; } = ["minilm", "bert-base", "vit-base", "efficientnet-lite0"];

    /// <summary>Runs the cases named (all if none is).</summary>
    /// <param name="names">Of <see cref="Names"/>.</param>
    public static void Run(IReadOnlyCollection<string> names)
    {
        string[] reviews = ThroughputCases.Reviews(Texts);
        ImageExample[] photos = [.. Dataset.Load($"{Folders.Shared("data", "cifar10", "plain_text")}[test[:{Images}]]").Cast<ImageExample>()];
        MeasureIfNamed("MiniLM", BenchModel.Minilm, () => Headed(Folders.TextModel, 2), reviews);
        MeasureIfNamed("BERT-base", BenchModel.BertBase, () => Random(BenchModel.BertBase, Folders.TextModel), reviews[..FewTexts]);
        MeasureIfNamed("ViT-base", BenchModel.VitBase, () => Random(BenchModel.VitBase, Folders.ImageModel), photos);
        MeasureIfNamed("EfficientNet-Lite0", null, () => Headed(Folders.ImageModel, 10), photos);

        void MeasureIfNamed<T>(string name, BenchModel? sizes, Func<string> make, T[] inputs)
        {
            if (names.Count == 0 || names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                Measure(name, sizes, make, inputs);
            }
        }
    }

    private static void Measure<T>(string name, BenchModel? sizes, Func<string> make, T[] inputs)
    {
        string folder = make();
        try
        {
            ComputeFormat[] formats = sizes is null ? [ComputeFormat.Auto] : [ComputeFormat.Auto, ComputeFormat.Int8];
            foreach (ComputeFormat format in formats)
            {
                using ClassificationPipeline pipeline = ClassificationPipeline.Load(folder, new PipelineOptions { Format = format });
                Example[] examples = [.. inputs.Select(input => input as Example ?? new TextExample((string)(object)input!))];
                RepeatedTimes times = RepeatedTimes.Of(repeats: 2, () => pipeline.Predict(examples));
                string share = sizes is { } known ? $", {100 * Operations(known, folder, examples) / 1e9 / times.Seconds / times.MachineGflops:0}% of the {times.MachineGflops:0} GFLOPS that products reach" : "";
                Console.WriteLine($"predict, {name}, {examples.Length} {(examples[0] is TextExample ? "IMDb reviews" : "CIFAR-10 images")}, {format.ToString().ToLowerInvariant()}: {examples.Length / times.Seconds:0.0} a second{share}");
            }

            using ClassificationPipeline single = ClassificationPipeline.Load(folder);
            OneByOne("one by one", [.. inputs.Take(Singles).Select(input => input as Example ?? new TextExample((string)(object)input!))]);
            if (inputs is string[] texts)
            {
                OneByOne($"one by one, {FewWords} words each", [.. texts.Take(Singles).Select(text => new TextExample(string.Join(' ', text.Split(' ').Take(FewWords))))]);
            }

            void OneByOne(string what, Example[] few) =>
                Console.WriteLine($"predict, {name}, {what}: {few.Length / RepeatedTimes.Best(() => Array.ForEach(few, one => single.Predict([one])), tries: 2):0.0} a second");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Operations(BenchModel sizes, string folder, Example[] examples)
    {
        if (sizes.ReadsImages())
        {
            return examples.Length * sizes.ForwardOperations(BenchModels.ImageTokens);
        }

        var tokenizer = Text.Tokenizer.Load(folder);
        return examples.Sum(example => sizes.ForwardOperations(Math.Min(512, tokenizer.EncodeIds(((TextExample)example).Text, null, int.MaxValue).Count())));
    }

    // A trunk with a head drawn anew: as fast as a trained one.
    private static string Headed(string model, int labels)
    {
        using var classifier = PretrainedClassifier.Load(model, new ModelLoadOptions { Labels = LabelSet.Numbered(labels), IgnoreMismatchedSizes = true });
        return Save(classifier, model);
    }

    private static string Random(BenchModel sizes, string inputsOf)
    {
        using PretrainedClassifier classifier = sizes.Create(attentionDropout: true);
        return Save(classifier, inputsOf);
    }

    private static string Save(PretrainedClassifier classifier, string inputsOf)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"graft-bench-{Guid.NewGuid():n}");
        classifier.Save(folder);
        foreach (string file in Directory.GetFiles(inputsOf).Where(file => Path.GetFileName(file) is not ("config.json" or "model.safetensors")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }
}
