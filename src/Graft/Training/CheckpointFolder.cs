using System.Globalization;
using Graft.Tensors;

namespace Graft.Training;

/// <summary>One checkpoint of a run: the folder checkpoint-{step}.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Step">Optimizer steps done.</param>
internal sealed record CheckpointFolder(string Path, int Step)
{
    private const string Prefix = "checkpoint-";
    private const string PartialEnding = ".partial";
    private const string ReplacedEnding = ".replaced";
    private const string RemovedEnding = ".removed";

    /// <summary>The folder's name.</summary>
    public string Name => NameOf(Step);

    /// <summary>Whether all files are there in their sizes, without reading them.</summary>
    public bool IsComplete => CheckpointManifest.Problems(Path, hashes: false).Count == 0;

    /// <summary>The name of a step's checkpoint.</summary>
    public static string NameOf(int step) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step}");

    /// <summary>Whether a text is such a name, and so no path to elsewhere.</summary>
    public static bool IsName(string name) => StepOf(name) >= 0;

    /// <summary>The checkpoints of a run's folder, complete or not, from the oldest.</summary>
    public static IReadOnlyList<CheckpointFolder> In(string run)
    {
        if (!Directory.Exists(run))
        {
            return [];
        }

        try
        {
            return [.. Directory.GetDirectories(run, Prefix + "*")
                .Select(path => new CheckpointFolder(path, StepOf(System.IO.Path.GetFileName(path))))
                .Where(checkpoint => checkpoint.Step >= 0)
                .OrderBy(checkpoint => checkpoint.Step)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"The folder cannot be listed: {error.Message}", run, innerException: error);
        }
    }

    /// <summary>The newest checkpoint whose files are all as they were written.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="warn">Told of each newer one that is damaged.</param>
    /// <exception cref="TrainingException">There are checkpoints, but all are damaged.</exception>
    /// <returns>Its folder, or null if the run has none at all.</returns>
    public static string? NewestWhole(string run, Action<string> warn)
    {
        IReadOnlyList<CheckpointFolder> all = In(run);
        foreach (CheckpointFolder checkpoint in all.Reverse())
        {
            if (CheckpointManifest.Problems(checkpoint.Path, hashes: true) is not [var problem, ..])
            {
                return checkpoint.Path;
            }

            warn($"The checkpoint {checkpoint.Path} is damaged and passed over: {problem}");
        }

        return all.Count == 0 ? null : throw new TrainingException(
            $"All {all.Count} checkpoints are damaged.", run, remedy: "Start a new run; graft checkpoints FOLDER --verify lists what is wrong.");
    }

    /// <summary>Where a step's checkpoint is written before it is complete.</summary>
    public static string PartialPath(string run, int step) => Hidden(run, NameOf(step), PartialEnding);

    /// <summary>Puts a complete checkpoint in its place. Killed at any moment, the one before or the new one is there, or <see cref="CleanUp"/> brings the one before back.</summary>
    public static void Place(string run, int step)
    {
        string target = System.IO.Path.Combine(run, NameOf(step)), replaced = Hidden(run, NameOf(step), ReplacedEnding);
        if (Directory.Exists(target))
        {
            DeleteIfThere(replaced);
            Directory.Move(target, replaced);
        }

        Directory.Move(PartialPath(run, step), target);
        AtomicFile.FlushFolder(run);
        DeleteIfThere(replaced);
    }

    /// <summary>Removes a checkpoint at one stroke: no half of it is ever seen under its name.</summary>
    public static void Remove(string path)
    {
        string removed = Hidden(System.IO.Path.GetDirectoryName(path) ?? "", System.IO.Path.GetFileName(path), RemovedEnding);
        DeleteIfThere(removed);
        Directory.Move(path, removed);
        DeleteIfThere(removed);
    }

    /// <summary>Whether a file in a run's folder is one that a killed process was writing.</summary>
    public static bool IsLeftOver(string path) =>
        System.IO.Path.GetFileName(path) is var name && name.StartsWith(AtomicFile.TemporaryPrefix, StringComparison.Ordinal) && name.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal);

    /// <summary>Clears away what a killed process left half done: parts that were being written or removed.</summary>
    public static void CleanUp(string run)
    {
        foreach (string file in Directory.Exists(run) ? Directory.GetFiles(run, ".*").Where(IsLeftOver) : [])
        {
            File.Delete(file);
        }

        foreach (string path in Directory.Exists(run) ? Directory.GetDirectories(run, "." + Prefix + "*") : [])
        {
            string name = System.IO.Path.GetFileNameWithoutExtension(path)[1..];
            string target = System.IO.Path.Combine(run, name);
            switch (System.IO.Path.GetExtension(path))
            {
                case ReplacedEnding when IsName(name) && !Directory.Exists(target):
                    Directory.Move(path, target);
                    break;
                case PartialEnding or RemovedEnding or ReplacedEnding when IsName(name):
                    DeleteIfThere(path);
                    break;
            }
        }
    }

    /// <summary>Removes a folder with all that is in it.</summary>
    public static void DeleteIfThere(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Hidden(string run, string name, string ending) => System.IO.Path.Combine(run, $".{name}{ending}");

    private static int StepOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int step) && name == NameOf(step) ? step : -1;
}
