using Graft.Tensors;

namespace Graft.Data;

/// <summary>What is there that somebody may have meant who named a file or folder that is not.</summary>
internal static class NearestPath
{
    private const int MostEntries = 10_000;
    private const int LargestDistance = 3;

    /// <summary>What to do where no name comes near.</summary>
    public const string Check = "Check the path: one without a leading slash begins in the folder that you are in.";

    /// <summary>"Did you mean 'samples'?"; null if nothing there has a name like it.</summary>
    public static string? Question(string path) => Of(path) is { } nearest ? $"Did you mean {Quoted.Name(nearest)}?" : null;

    /// <summary>The path with its last name, or those before it too, put right; null if nothing there has a name like it.</summary>
    public static string? Of(string path)
    {
        string trimmed = Path.TrimEndingDirectorySeparator(path.Trim());
        string name = Path.GetFileName(trimmed), folder = Path.GetDirectoryName(trimmed) ?? "";
        if (name.Length == 0)
        {
            return null;
        }

        if (folder.Length > 0 && !Directory.Exists(folder))
        {
            // Only what then is there is worth a question: "sampels/reviews" -> "samples/reviews".
            if (Of(folder) is not { } nearest || !Directory.Exists(nearest))
            {
                return null;
            }

            string mended = Path.Combine(nearest, name);
            return Path.Exists(mended) ? mended : NearestIn(nearest, name);
        }

        return NearestIn(folder, name);
    }

    private static string? NearestIn(string folder, string name)
    {
        int limit = Math.Clamp(name.Length / 3, 1, LargestDistance);
        (int distance, string? nearest) = (limit + 1, null);
        foreach (string entry in Names(folder.Length == 0 ? "." : folder))
        {
            // The ending may be what was forgotten.
            int found = Math.Min(EditDistance.Between(name, entry), 1 + EditDistance.Between(name, Path.GetFileNameWithoutExtension(entry)));
            if (found < distance)
            {
                (distance, nearest) = (found, entry);
            }
        }

        return nearest is null ? null : Path.Combine(folder, nearest);
    }

    private static string[] Names(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Take(MostEntries).Select(entry => Path.GetFileName(entry))
                .Where(entry => entry[0] != '.').Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }
}
