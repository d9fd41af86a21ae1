using Graft.Models;
using Graft.Text;
using Graft.Vision;

namespace Graft.Jobs.Benchmarks;

/// <summary>Texts to tokens and image files to pixel values, one thread each.</summary>
internal static class PreparationBench
{
    private const int Texts = 500, Pictures = 100, PictureWidth = 500, PictureHeight = 333, Side = 224;

    public static BenchResult Tokenize(CancellationToken cancellation)
    {
        var tokenizer = Tokenizer.Load(ShippedModels.FolderFor(InputKind.Text));
        string text = string.Join(' ', Enumerable.Range(0, 60).Select(number => $"It wasn't a bad film, as such things go; number {number} was overlong."));
        double megabytes = Texts * System.Text.Encoding.UTF8.GetByteCount(text) / 1e6;
        double seconds = RepeatedTimes.Best(() =>
        {
            for (int i = 0; i < Texts; i++)
            {
                tokenizer.EncodeIds(text, null, int.MaxValue);
            }
        }, cancellation: cancellation);
        return new BenchResult("tokenize, WordPiece", seconds, megabytes / seconds, "MB");
    }

    public static BenchResult Images(CancellationToken cancellation)
    {
        byte[] picture = TestPicture.Encode(PictureWidth, PictureHeight);
        var processor = new ImageProcessor(ImageProcessorDefaults.ForKind(ImageProcessorKind.ViT));
        var values = new float[3 * Side * Side];
        double seconds = RepeatedTimes.Best(() =>
        {
            for (int i = 0; i < Pictures; i++)
            {
                processor.Process(ImageDecoder.Decode(picture), values);
            }
        }, cancellation: cancellation);
        return new BenchResult($"images, JPEG {PictureWidth} x {PictureHeight} to {Side} x {Side}", seconds, Pictures / seconds, "images");
    }
}
