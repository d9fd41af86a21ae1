using System.Diagnostics;
using Graft.Data;
using Graft.Models;
using Graft.Preflight;
using Graft.Preflight.Survey;
using Graft.Text;
using Graft.Vision;
using SkiaSharp;

namespace Graft.Benchmarks;

/// <summary>Megabytes of text and images a second through the scan and all checks, on all cores.</summary>
internal static class PreflightCase
{
    private const int Repeats = 3;
    private const int Photos = 600;

    public static void Run()
    {
        DatasetParts reviews = DatasetParts.Load(Folders.Shared("data", "imdb", "plain_text"));
        double megabytes = Rows(reviews).Cast<TextExample>().Sum(row => (double)System.Text.Encoding.UTF8.GetByteCount(row.Text)) / 1e6;
        var tokenizer = Tokenizer.Load(Folders.TextModel);
        (double scan, double all) = Best(reviews, tokenizer);
        Console.WriteLine($"preflight, IMDb, {megabytes:0.0} MB in {Rows(reviews).Count():N0} texts: {megabytes / all:0.0} MB/s with all checks, {megabytes / scan:0.0} MB/s for the scan alone, on {Environment.ProcessorCount} cores");

        Images("CIFAR-10, JPEG 32 x 32", DatasetParts.Load(Folders.Shared("data", "cifar10", "plain_text")));
        byte[] photo = File.ReadAllBytes(Folders.Shared("fixtures", "images", "files", "jpeg420_500x333.jpg"));
        Images("JPEG 500 x 333", new DatasetParts(new Dataset(
            InputKind.Image, LabelSet.Numbered(2), Enumerable.Range(0, Photos).Select(i => ImageExample.FromBytes($"photo {i}", Variant(photo, i)) with { Target = Target.OfClass(i % 2) }))));
    }

    private static void Images(string name, DatasetParts parts)
    {
        int count = Rows(parts).Count();
        (double scan, double all) = Best(parts, tokenizer: null);
        Console.WriteLine($"preflight, {name}, {count:N0} images: {count / all:0} a second with all checks, {count / scan:0} for the scan alone, on {Environment.ProcessorCount} cores");
    }

    private static IEnumerable<Example> Rows(DatasetParts parts) => PartOverlap.Named(parts).SelectMany(part => part.Rows);

    // The picture with a mark, so that no two files are the same.
    private static byte[] Variant(byte[] photo, int number)
    {
        using SKBitmap bitmap = SKBitmap.Decode(photo);
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { Color = new SKColor((uint)(0xFF000000 | (number * 2654435761L & 0xFFFFFF))) })
        {
            canvas.DrawRect(number * 37 % bitmap.Width, number * 53 % bitmap.Height, 160, 120, paint);
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }

    private static (double Scan, double All) Best(DatasetParts parts, Tokenizer? tokenizer)
    {
        (double scanning, double all) = (double.MaxValue, double.MaxValue);
        for (int i = 0; i < Repeats; i++)
        {
            var time = Stopwatch.StartNew();
            PreflightScan scan = PreflightScan.Of(PartOverlap.Named(parts).Select(part => part.Rows), tokenizer);
            scanning = Math.Min(scanning, time.Elapsed.TotalSeconds);
            PreflightChecks.Run(new PreflightData(parts, scan) { MaxLength = tokenizer?.ModelMaxLength });
            all = Math.Min(all, time.Elapsed.TotalSeconds);
        }

        return (scanning, all);
    }
}
