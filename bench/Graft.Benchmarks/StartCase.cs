using System.Diagnostics;
using Graft.Models;

namespace Graft.Benchmarks;

/// <summary>Seconds from process start to the first answer, and of the command's own start.</summary>
internal static class StartCase
{
    private const int Repeats = 5;

    public static void Run()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"graft-bench-{Guid.NewGuid():n}");
        try
        {
            using (var classifier = PretrainedClassifier.Load(Folders.TextModel, new ModelLoadOptions { NumLabels = 2 }))
            {
                classifier.Save(folder);
            }

            foreach (string file in Directory.GetFiles(Folders.TextModel, "*tokenizer*").Append(Path.Combine(Folders.TextModel, "vocab.txt")))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            Console.WriteLine($"start, graft predict of one text: {Median(["predict", folder, "The battery died after two days."]):0.00} s");
            Console.WriteLine($"start, graft --help: {Median(["--help"]):0.00} s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Median(string[] arguments)
    {
        var seconds = new List<double>();
        for (int i = 0; i < Repeats; i++)
        {
            var start = new ProcessStartInfo(Path.Combine(Folders.Root, "graft")) { RedirectStandardOutput = true };
            Array.ForEach(arguments, start.ArgumentList.Add);
            var time = Stopwatch.StartNew();
            using Process process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            seconds.Add(time.Elapsed.TotalSeconds);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"graft {string.Join(' ', arguments)} ended with {process.ExitCode}");
            }
        }

        return seconds.Order().ElementAt(Repeats / 2);
    }
}
