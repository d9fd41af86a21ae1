namespace Graft.Native;

/// <summary>The folder for what Graft can make anew: graft in XDG_CACHE_HOME, else in the user's .cache, else in the folder for temporary files.</summary>
internal static class UserCache
{
    /// <summary>The path of a part of it, which need not exist.</summary>
    public static string Folder(string part)
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            cache = home.Length > 0 ? Path.Combine(home, ".cache") : Path.GetTempPath();
        }

        return Path.Combine(cache, "graft", part);
    }
}
