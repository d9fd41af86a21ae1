using System.Diagnostics;
using Graft.Data;
using Graft.Export;
using Graft.Jobs.Events;
using Graft.Models;
using Graft.Pipelines;
using Graft.Tensors;
using Graft.Text;
using Graft.Vision;
using TorchSharp;

namespace Graft.Jobs;

/// <summary>Exports a trained folder to ONNX: model.onnx, with the files beside it that a program needs to use it.</summary>
public static class ExportJob
{
    /// <summary>The exported model's name.</summary>
    public const string FileName = "model.onnx";

    private const string ConfigName = "config.json";
    private const string DefaultFolder = "onnx";

    /// <summary>Runs the job.</summary>
    /// <param name="options">What the user said.</param>
    /// <param name="tell">Gets <see cref="Downloading"/> and <see cref="Exporting"/>.</param>
    /// <param name="cancellation">Stops it; no model.onnx is left or replaced then.</param>
    /// <exception cref="ExportException">The family cannot be exported, or the file does not give the model's logits: it is deleted then.</exception>
    /// <exception cref="GraftException">The folder cannot be read, or the output cannot be written.</exception>
    public static ExportResult Run(ExportJobOptions options, Action<JobEvent> tell, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        using var hub = new HubAccess(tell, cancellation);
        if (options.Output is null && HubAccess.IsHubModel(options.Folder))
        {
            throw new JobException(
                "There is no such model folder here, and a model of the hub is not exported into the hub's cache.", options.Folder.Trim(),
                remedy: NearestPath.Question(options.Folder) ?? "Check the path; for a model of the hub name a folder with --output.");
        }

        string folder = hub.ModelFolder(options.Folder);
        using PretrainedClassifier classifier = TrainedFolder.Open(folder, mapWeights: true);
        if (options.Threads is { } threads)
        {
            torch.set_num_threads(threads);
        }

        string output = options.Output ?? Path.Combine(folder, DefaultFolder);
        bool isNew = Make(output);
        try
        {
            OnnxExportResult result = OnnxExport.Write(classifier, Path.Combine(output, FileName), Options(folder, classifier, tell), cancellation);
            IReadOnlyList<string> files = [FileName, .. CopyFiles(folder, output, classifier.Family.Inputs)];
            return new ExportResult(
                output, classifier.Family.ModelType, files, result.Bytes, result.Cases, result.GreatestDifference, clock.Elapsed.TotalSeconds);
        }
        catch
        {
            // Not as a filter of the catch: those run before the temporary file is removed.
            if (isNew && !Directory.EnumerateFileSystemEntries(output).Any())
            {
                Directory.Delete(output);
            }

            throw;
        }
    }

    private static OnnxExportOptions Options(string folder, PretrainedClassifier classifier, Action<JobEvent> tell)
    {
        var options = new OnnxExportOptions { Progress = (done, total) => tell(new Exporting(done, total)) };
        if (classifier.Family.Inputs == InputKind.Text || !File.Exists(Path.Combine(folder, ImageProcessor.FileName)))
        {
            return options;
        }

        // The size that the folder's own pictures come out with is the one that the file is for.
        (int height, int width) = new ImageProcessorKinds().Load(folder).OutputSize;
        return options with { ImageHeight = height, ImageWidth = width };
    }

    private static bool Make(string output)
    {
        if (string.IsNullOrWhiteSpace(output))
        {
            throw new JobException("The name of the output folder is empty.", remedy: "Name one with --output, or leave it out: the model's folder gets one then.");
        }

        try
        {
            bool isNew = !Directory.Exists(output);
            Directory.CreateDirectory(output);
            return isNew;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JobException($"The output folder cannot be made: {error.Message}", output,
                remedy: "Name a place that can be written to with --output.", innerException: error);
        }
    }

    // What turns texts or pictures into inputs, and the names of the labels.
    private static IReadOnlyList<string> CopyFiles(string folder, string output, InputKind kind)
    {
        string[] names = kind == InputKind.Text
            ? [.. TokenizerFiles.Take(folder).Names]
            : [.. new[] { ImageProcessor.FileName }.Where(name => File.Exists(Path.Combine(folder, name)))];
        names = [.. names, ConfigName];
        if (Path.GetFullPath(folder) == Path.GetFullPath(output))
        {
            return names;
        }

        foreach (string name in names)
        {
            try
            {
                using FileStream source = File.OpenRead(Path.Combine(folder, name));
                AtomicFile.Write(Path.Combine(output, name), source.CopyTo, source.Length);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new JobException($"The file cannot be copied: {error.Message}", Path.Combine(folder, name), remedy: "Check that it can be read.", innerException: error);
            }
        }

        return names;
    }
}
