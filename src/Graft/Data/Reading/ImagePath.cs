namespace Graft.Data.Reading;

/// <summary>Turns a file name from data into a path, which must stay inside the data's folder.</summary>
internal static class ImagePath
{
    private static readonly char[] Slashes = ['/', '\\'];

    /// <summary>The path of an image that a row names.</summary>
    /// <param name="folder">The folder of the file that holds the row.</param>
    /// <param name="name">The name in the row.</param>
    /// <param name="path">The path, if the name is good.</param>
    /// <returns>What is wrong with the name, or null.</returns>
    public static string? Resolve(string folder, string name, out string path)
    {
        path = "";
        if (name.Contains("://", StringComparison.Ordinal) || name.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return $"'{NameList.Shorten(name)}' is an address, not a file name.";
        }

        // Refused on every system, so that data does not work on one and reach outside on another.
        bool rooted = Path.IsPathRooted(name) || name.IndexOfAny(Slashes) == 0 || (name.Length > 1 && name[1] == ':');
        if (rooted || name.Split(Slashes).Contains(".."))
        {
            return $"'{NameList.Shorten(name)}' leads out of the data's folder.";
        }

        if (name.Trim().Length == 0 || name.Contains('\0'))
        {
            return "The file name is empty or not one.";
        }

        path = Path.Combine(folder, name.Replace('\\', Path.DirectorySeparatorChar));
        return !File.Exists(path) ? $"There is no image '{NameList.Shorten(name)}' in {folder}."
            : FolderLinks.LeadsOut(folder, path) ? $"'{NameList.Shorten(name)}' is a link that leads out of the data's folder." : null;
    }
}
