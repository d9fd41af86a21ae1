using Graft.Data;
using Graft.Jobs.Benchmarks;
using Graft.Text;
using Graft.Vision;

namespace Graft.Benchmarks;

/// <summary>Texts and images a second through tokenizers and image processors.</summary>
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

    /// <summary>Texts of IMDb's test part.</summary>
    public static string[] Reviews(int count) =>
        [.. Dataset.Load($"{Folders.Shared("data", "imdb", "plain_text")}[test[:{count}]]").Cast<TextExample>().Select(example => example.Text)];
}
