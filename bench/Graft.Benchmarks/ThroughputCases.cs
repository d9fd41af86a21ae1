using Graft.Data;
using Graft.Jobs.Benchmarks;
using Graft.Models;
using Graft.Pipelines;
using Graft.Text;
using Graft.Vision;

namespace Graft.Benchmarks;

/// <summary>Texts, images and predictions a second.</summary>
internal static class ThroughputCases
{
    public static void Tokenize()
    {
        string[] texts = Reviews(2000);
        double megabytes = texts.Sum(text => (double)System.Text.Encoding.UTF8.GetByteCount(text)) / 1e6;
        string[] folders = [Folders.TextModel, .. Directory.GetDirectories(Folders.Shared("fixtures", "tokenizers")).Order().Select(folder => Path.Combine(folder, "model"))];
        foreach (string folder in folders)
        {
            var tokenizer = Tokenizer.Load(folder);
            double seconds = RepeatedTimes.Best(() =>
            {
                foreach (string text in texts)
                {
                    tokenizer.EncodeIds(text, null, int.MaxValue);
                }
            });
            Console.WriteLine($"tokenize, {Path.GetRelativePath(Path.GetDirectoryName(Path.GetDirectoryName(folder))!, folder)}: {megabytes / seconds:0.0} MB/s on one thread");
        }
    }

    public static void Images()
    {
        byte[] encoded = File.ReadAllBytes(Folders.Shared("fixtures", "images", "files", "jpeg420_500x333.jpg"));
        foreach (ResampleFilter filter in new[] { ResampleFilter.Bilinear, ResampleFilter.Bicubic })
        {
            var processor = new ImageProcessor(ImageProcessorDefaults.ForKind(ImageProcessorKind.ViT) with { Resample = filter });
            var values = new float[3 * 224 * 224];
            const int Count = 200;
            double seconds = RepeatedTimes.Best(() =>
            {
                for (int i = 0; i < Count; i++)
                {
                    processor.Process(ImageDecoder.Decode(encoded), values);
                }
            });
            Console.WriteLine($"images, JPEG 500 x 333, {filter} to 224 x 224, normalised: {Count / seconds:0} a second on one thread");
        }
    }

    public static void Predict()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"graft-bench-{Guid.NewGuid():n}");
        try
        {
            string text = Headed(Folders.TextModel, Path.Combine(folder, "text"), LabelSet.Numbered(2));
            string image = Headed(Folders.ImageModel, Path.Combine(folder, "image"), LabelSet.Numbered(10));
            using var sentiment = TextClassificationPipeline.Load(text);
            using var photos = ImageClassificationPipeline.Load(image);
            string[] texts = Reviews(200);
            ImageExample[] images = [.. Dataset.Load($"{Folders.Shared("data", "cifar10", "plain_text")}[test[:128]]").Cast<ImageExample>()];
            Console.WriteLine($"predict, MiniLM, IMDb in batches of 16 by length: {texts.Length / RepeatedTimes.Best(() => sentiment.Predict(texts)):0.0} a second");
            Console.WriteLine($"predict, MiniLM, IMDb one by one: {50 / RepeatedTimes.Best(() => Array.ForEach(texts[..50], one => sentiment.Predict(one))):0.0} a second");
            Console.WriteLine($"predict, EfficientNet-Lite0, CIFAR-10 in batches of 16: {images.Length / RepeatedTimes.Best(() => photos.Predict(images)):0.0} a second");
            Console.WriteLine($"predict, EfficientNet-Lite0, CIFAR-10 one by one: {32 / RepeatedTimes.Best(() => Array.ForEach(images[..32], one => photos.Predict([one]))):0.0} a second");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A trunk with a head drawn anew: as fast as a trained one.
    private static string Headed(string model, string folder, LabelSet labels)
    {
        using var classifier = PretrainedClassifier.Load(model, new ModelLoadOptions { Labels = labels, IgnoreMismatchedSizes = true });
        classifier.Save(folder);
        foreach (string file in Directory.GetFiles(model).Where(file => Path.GetFileName(file) is not ("config.json" or "model.safetensors")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }

    private static string[] Reviews(int count) =>
        [.. Dataset.Load($"{Folders.Shared("data", "imdb", "plain_text")}[test[:{count}]]").Cast<TextExample>().Select(example => example.Text)];
}
