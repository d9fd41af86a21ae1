namespace Graft.Data.Reading;

/// <summary>
/// Keeps symbolic links inside the folder that the user named: data from elsewhere must not reach what lies beside it. A
/// snapshot in a hub's cache links to the blobs of the same repository: those count as inside.
/// </summary>
internal static class FolderLinks
{
    private const string Snapshots = "snapshots";
    private const string Blobs = "blobs";

    /// <summary>Fails if an entry below a folder is a link that leads out, itself or by a folder on the way.</summary>
    /// <exception cref="DataException">It does.</exception>
    public static void Check(string root, string path)
    {
        if (LeadsOut(root, path))
        {
            throw new DataException("This is a symbolic link that leads out of the data's folder.", path, remedy: "Put the file itself there, or name the folder that it is in.");
        }
    }

    /// <summary>Whether an entry below a folder is reached by a link that leads out of it.</summary>
    public static bool LeadsOut(string root, string path)
    {
        string top = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        for (string? at = Path.GetFullPath(path); at is not null && at.Length > top.Length; at = Path.GetDirectoryName(at))
        {
            if ((File.GetAttributes(at) & FileAttributes.ReparsePoint) != 0 && TargetOf(at) is var target && !Allowed(top).Any(folder => IsBelow(folder, target)))
            {
                return true;
            }
        }

        return false;
    }

    // The root may be a link itself: the user named it.
    private static IEnumerable<string> Allowed(string root)
    {
        string real = TargetOf(root) ?? root;
        yield return root;
        yield return real;
        foreach (string folder in new[] { root, real })
        {
            for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
            {
                if (Path.GetFileName(Path.GetDirectoryName(at)) == Snapshots && Path.GetDirectoryName(Path.GetDirectoryName(at)) is { } repository)
                {
                    yield return Path.Combine(repository, Blobs);
                }
            }
        }
    }

    private static string? TargetOf(string path)
    {
        try
        {
            FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            return info.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A circle, or a link to what may not be seen: nothing that lies inside.
            return null;
        }
    }

    private static bool IsBelow(string folder, string? target) =>
        target is not null && target.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
