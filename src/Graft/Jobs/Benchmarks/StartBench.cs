using System.Diagnostics;
using Graft.Models;

namespace Graft.Jobs.Benchmarks;

/// <summary>From the start of a process to its end, with one prediction in between.</summary>
internal static class StartBench
{
    public static BenchResult Run(int repeats, CancellationToken cancellation)
    {
        string command = Environment.ProcessPath ?? throw new JobException("The program's own path is not known.");
        string folder = Path.Combine(Path.GetTempPath(), $"graft-bench-{Guid.NewGuid():n}");
        try
        {
            string model = ShippedModels.FolderFor(InputKind.Text);
            using (var classifier = PretrainedClassifier.Load(model, new ModelLoadOptions { Labels = LabelSet.Numbered(2), IgnoreMismatchedSizes = true }))
            {
                classifier.Save(folder);
            }

            foreach (string file in Directory.GetFiles(model).Where(file => !File.Exists(Path.Combine(folder, Path.GetFileName(file)))))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            RepeatedTimes times = RepeatedTimes.Of(repeats, () =>
            {
                using var process = Process.Start(new ProcessStartInfo(command, ["predict", folder, "The battery died after two days."]) { RedirectStandardOutput = true })!;
                process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode != 0)
                {
                    throw new JobException($"The prediction ended with exit code {process.ExitCode}.");
                }
            }, cancellation);
            return new BenchResult("start, graft predict of one text, MiniLM", times.Seconds, 1 / times.Seconds, "answers");
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
