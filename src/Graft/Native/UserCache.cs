namespace Graft.Native;

/// <summary>The folder for what Graft can make anew: graft in XDG_CACHE_HOME, else in the user's .cache, else a private one among temporary files.</summary>
internal static class UserCache
{
    private static readonly Lazy<string> Temporary = new(() => PrivateFolder.In(Path.GetTempPath()));

    /// <summary>The path of a part of it, which need not exist.</summary>
    public static string Folder(string part) =>
        Folder(part, Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>
    /// The same for a value of XDG_CACHE_HOME, or null, a user's folder, which is empty where there is none, and a folder of temporary
    /// files, null for the system's.
    /// </summary>
    internal static string Folder(string part, string? cache, string home, string? temporary = null)
    {
        string root = !string.IsNullOrEmpty(cache) ? Path.Combine(cache, "graft")
            : home.Length > 0 ? Path.Combine(home, ".cache", "graft")
            : temporary is null ? Temporary.Value
            : PrivateFolder.In(temporary);
        return Path.Combine(root, part);
    }
}
