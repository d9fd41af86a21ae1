using System.Globalization;
using Graft.Training;

namespace Graft.Jobs;

/// <summary>Where trained folders go, and how the newest one is found as "runs/latest".</summary>
internal static class RunFolder
{
    /// <summary>The folder under which runs are made.</summary>
    public const string Runs = "runs";

    private const string Latest = "latest";

    /// <summary>Checks the folder that a run was given, before anything costs time.</summary>
    /// <exception cref="JobException">The folder holds something already, or is a file.</exception>
    public static void Check(string? output)
    {
        if (output is null)
        {
            return;
        }

        if (File.Exists(output))
        {
            throw new JobException("The output folder is a file.", output, remedy: "Name another one with --output.");
        }

        // A process that was killed before anything was complete leaves a temporary file, or nothing.
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any(entry => !CheckpointFolder.IsLeftOver(entry)))
        {
            throw new JobException("The output folder exists and holds something already.", output,
                remedy: "Name another one with --output, empty it, or go on with what is in it: graft resume FOLDER.");
        }
    }

    /// <summary>Makes the folder of a new run: the named one, or runs/data-date-time.</summary>
    /// <exception cref="JobException">The named folder holds something else, or cannot be made.</exception>
    public static string Create(string? output, string data, DateTimeOffset now)
    {
        string folder = output ?? Unused(Path.Combine(Runs, $"{NameOf(data)}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}"));
        try
        {
            Check(folder);
            Directory.CreateDirectory(folder);
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JobException($"The output folder cannot be made: {error.Message}", folder,
                remedy: "Name a place that can be written to with --output.", innerException: error);
        }
    }

    /// <summary>A folder as a command line takes it.</summary>
    public static string Quoted(string folder) => folder.Any(char.IsWhiteSpace) ? $"\"{folder}\"" : folder;

    /// <summary>Lets runs/latest point to a run, if it is under runs/. Where links cannot be made, a file says which it is.</summary>
    public static void PointLatestTo(string folder)
    {
        string parent = Path.GetDirectoryName(Path.GetFullPath(folder)) ?? "";
        if (parent != Path.GetFullPath(Runs))
        {
            return;
        }

        string link = Path.Combine(Runs, Latest);
        string name = Path.GetFileName(folder.TrimEnd(Path.DirectorySeparatorChar));
        try
        {
            if (OperatingSystem.IsWindows())
            {
                File.WriteAllText(link, name);
                return;
            }

            File.Delete(link);
            Directory.CreateSymbolicLink(link, name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JobException($"{link} cannot be set: {error.Message}", folder, remedy: "The run itself is complete in its folder.", innerException: error);
        }
    }

    /// <summary>A folder as the user names it, with a file that stands for a link followed.</summary>
    public static string Resolve(string folder)
    {
        if (File.Exists(folder) && Path.GetFileName(folder) == Latest && new FileInfo(folder).Length < 1024)
        {
            return Path.Combine(Path.GetDirectoryName(folder) ?? "", File.ReadAllText(folder).Trim());
        }

        return folder;
    }

    private static string Unused(string folder)
    {
        string candidate = folder;
        for (int i = 2; Directory.Exists(candidate) || File.Exists(candidate); i++)
        {
            candidate = $"{folder}-{i}";
        }

        return candidate;
    }

    // "data/reviews.csv[:100]" -> "reviews"
    private static string NameOf(string data)
    {
        string name = Path.GetFileNameWithoutExtension(data.Split('[')[0].TrimEnd('/', '\\'));
        string safe = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-'));
        return safe.Length == 0 ? "run" : safe;
    }
}
