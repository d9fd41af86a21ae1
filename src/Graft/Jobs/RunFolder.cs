using System.Globalization;
using Graft.Tensors;
using Graft.Training;

namespace Graft.Jobs;

/// <summary>Where trained folders go, and how the newest one is found as "runs/latest".</summary>
internal static class RunFolder
{
    /// <summary>The folder under which runs are made.</summary>
    public const string Runs = "runs";

    private const string Latest = "latest";

    /// <summary>Checks the folder that a run was given, before anything costs time.</summary>
    /// <exception cref="JobException">A process trains in the folder, or it holds something already, is a file, cannot be looked into or written to, or has no name.</exception>
    public static void Check(string? output)
    {
        if (output is null)
        {
            CheckWritable(Runs);
            return;
        }

        if (string.IsNullOrWhiteSpace(output))
        {
            throw new JobException("The name of the output folder is empty.", remedy: "Name one with --output, or leave it out: a new one under runs/ is made then.");
        }

        if (File.Exists(output))
        {
            throw new JobException("The output folder is a file.", output, remedy: "Name another one with --output.");
        }

        RunLock.RefuseHeld(output);
        CheckEmpty(output);
        CheckWritable(output);
    }

    /// <summary>Makes the folder of a new run, the named one or runs/data-date-time, and locks it.</summary>
    /// <exception cref="JobException">A process trains in the named folder, or it holds something else, or cannot be made.</exception>
    public static (string Folder, RunLock Held) Create(string? output, string data, DateTimeOffset now)
    {
        string folder = output ?? Path.Combine(Runs, $"{NameOf(data)}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        try
        {
            return output is null ? MakeUnused(folder) : (output, Make(output));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JobException($"The output folder cannot be made: {error.Message}", folder,
                remedy: "Name a place that can be written to with --output.", innerException: error);
        }
    }

    /// <summary>A folder as a command line takes it.</summary>
    public static string Quoted(string folder) => folder.Any(char.IsWhiteSpace) ? $"\"{folder}\"" : folder;

    /// <summary>
    /// Lets runs/latest point to a run, if it is under runs/, at one stroke: at any moment it names the run before or this one.
    /// Where links cannot be made, a file says which it is.
    /// </summary>
    /// <param name="folder">The run.</param>
    /// <param name="runs">The folder under which runs are made.</param>
    /// <param name="linksWork">False for a system without symbolic links; a file system may lack them still.</param>
    /// <exception cref="JobException">It cannot be set.</exception>
    public static void PointLatestTo(string folder, string runs = Runs, bool? linksWork = null)
    {
        string run = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.GetDirectoryName(run) != Path.TrimEndingDirectorySeparator(Path.GetFullPath(runs)))
        {
            return;
        }

        string link = Path.Combine(runs, Latest), name = Path.GetFileName(run);
        try
        {
            if (!(linksWork ?? !OperatingSystem.IsWindows()) || !TryLink(link, name))
            {
                AtomicFile.WriteAllText(link, name);
            }
        }
        catch (FileWriteException error)
        {
            throw new JobException($"{link} cannot be set: {error.Message}", folder, remedy: "The run itself is complete in its folder.", innerException: error);
        }
    }

    /// <summary>A folder as the user names it, with a file that stands for a link followed.</summary>
    public static string Resolve(string folder)
    {
        string path = Path.TrimEndingDirectorySeparator(folder);
        if (Path.GetFileName(path) == Latest && File.Exists(path) && new FileInfo(path).Length < 1024)
        {
            return Path.Combine(Path.GetDirectoryName(path) ?? "", File.ReadAllText(path).Trim());
        }

        return folder;
    }

    // In the folder, or in the nearest one above that is there: nothing is left in it.
    private static void CheckWritable(string folder)
    {
        string whole = Path.GetFullPath(folder), place = whole;
        while (!Path.Exists(place) && Path.GetDirectoryName(place) is { } above)
        {
            place = above;
        }

        try
        {
            File.Create(Path.Combine(place, $"{AtomicFile.TemporaryPrefix}{Guid.NewGuid():n}{AtomicFile.TemporarySuffix}"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JobException($"The output folder cannot be made, or not be written to: {error.Message}", folder,
                remedy: "Name a place that can be written to with --output.", innerException: error);
        }
    }

    private static void CheckEmpty(string folder)
    {
        bool isEmpty;
        try
        {
            isEmpty = IsEmpty(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JobException($"The output folder cannot be looked into: {error.Message}", folder,
                remedy: "Name a place that can be read and written to with --output.", innerException: error);
        }

        if (!isEmpty)
        {
            throw new JobException("The output folder exists and holds something already.", folder,
                remedy: "Name another one with --output, empty it, or go on with what is in it: graft resume FOLDER.");
        }
    }

    // A process that was killed before anything was complete leaves its lock's files, perhaps a temporary one, or nothing.
    private static bool IsEmpty(string folder) =>
        !Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).All(entry => CheckpointFolder.IsLeftOver(entry) || RunLock.IsOwn(entry));

    private static bool TryLink(string link, string name)
    {
        try
        {
            AtomicFile.Link(link, name);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Some file systems have no links (FAT, some network drives): a file serves there, or says what is wrong.
            return false;
        }
    }

    private static RunLock Make(string folder)
    {
        Check(folder);
        Directory.CreateDirectory(folder);
        RunLock held = RunLock.Take(folder);
        try
        {
            // Another process may have been faster, and be done.
            CheckEmpty(folder);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    // Runs that begin in the same second, in several processes, each find a name of their own.
    private static (string Folder, RunLock Held) MakeUnused(string folder)
    {
        for (int i = 1; ; i++)
        {
            string candidate = i == 1 ? folder : $"{folder}-{i}";
            if (Directory.Exists(candidate) || File.Exists(candidate))
            {
                continue;
            }

            Directory.CreateDirectory(candidate);
            if (RunLock.TryTake(candidate) is { } held)
            {
                if (IsEmpty(candidate))
                {
                    return (candidate, held);
                }

                held.Dispose();
            }
        }
    }

    // "data/reviews.csv[:100]" -> "reviews"
    private static string NameOf(string data)
    {
        string name = Path.GetFileNameWithoutExtension(data.Split('[')[0].TrimEnd('/', '\\'));
        string safe = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-'));
        return safe.Length == 0 ? "run" : safe;
    }
}
