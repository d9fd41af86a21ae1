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
    private const int Repeats = 5;
    private const int Photos = 600;

    public static void Run()
    {
        DatasetParts reviews = DatasetParts.Load(Folders.Shared("data", "imdb", "plain_text"));
        double megabytes = Rows(reviews).Cast<TextExample>().Sum(row => (double)System.Text.Encoding.UTF8.GetByteCount(row.Text)) / 1e6;
        var tokenizer = Tokenizer.Load(Folders.TextModel);
        Print($"IMDb, {megabytes:0.0} MB in {Rows(reviews).Count():N0} texts", "MB", megabytes, reviews, tokenizer);
        Print("the same without tokens", "MB", megabytes, reviews, tokenizer: null);

        Images("CIFAR-10, JPEG 32 x 32", DatasetParts.Load(Folders.Shared("data", "cifar10", "plain_text")));
        byte[] photo = File.ReadAllBytes(Folders.Shared("fixtures", "images", "files", "jpeg420_500x333.jpg"));
        Images("JPEG 500 x 333", new DatasetParts(new Dataset(
            InputKind.Image, LabelSet.Numbered(2), Enumerable.Range(0, Photos).Select(i => ImageExample.FromBytes($"photo {i}", Variant(photo, i)) with { Target = Target.OfClass(i % 2) }))));
    }

    private static void Images(string name, DatasetParts parts)
    {
        int count = Rows(parts).Count();
        Print($"{name}, {count:N0} images", "images", count, parts, tokenizer: null);
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

    // By the clock, and by the processors' time: what the clock would show with nothing else on the machine.
    private static void Print(string name, string unit, double amount, DatasetParts parts, Tokenizer? tokenizer)
    {
        (double seconds, double processorSeconds) = Best(parts, tokenizer);
        Console.WriteLine($"preflight, {name}: {amount / seconds:0.0} {unit} a second on {Environment.ProcessorCount} cores, {amount / processorSeconds:0.0} a second of one core");
    }

    private static (double Seconds, double ProcessorSeconds) Best(DatasetParts parts, Tokenizer? tokenizer)
    {
        (double best, double bestOfProcessor) = (double.MaxValue, double.MaxValue);
        using var process = Process.GetCurrentProcess();
        for (int i = 0; i < Repeats; i++)
        {
            var time = Stopwatch.StartNew();
            process.Refresh();
            TimeSpan before = process.TotalProcessorTime;
            PreflightScan scan = PreflightScan.Of(PartOverlap.Named(parts).Select(part => part.Rows), tokenizer);
            PreflightChecks.Run(new PreflightData(parts, scan) { MaxLength = tokenizer?.ModelMaxLength });
            process.Refresh();
            best = Math.Min(best, time.Elapsed.TotalSeconds);
            bestOfProcessor = Math.Min(bestOfProcessor, (process.TotalProcessorTime - before).TotalSeconds);
        }

        return (best, bestOfProcessor);
    }
}
