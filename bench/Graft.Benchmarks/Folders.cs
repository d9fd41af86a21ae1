namespace Graft.Benchmarks;

/// <summary>Where models and data lie.</summary>
internal static class Folders
{
    public static string Root { get; } = FindRoot();

    public static string TextModel => Path.Combine(Root, "models", "minilm-l6-h384-uncased");

    public static string ImageModel => Path.Combine(Root, "models", "efficientnet-lite0");

    public static string Samples(string name) => Path.Combine(Root, "samples", name);

    /// <summary>A path below ../shared; ends the program where it is missing.</summary>
    public static string Shared(params string[] parts)
    {
        string path = Path.GetFullPath(Path.Combine([Root, "..", "shared", .. parts]));
        if (!Path.Exists(path))
        {
            Console.Error.WriteLine($"this case needs {path}, which is not there");
            Environment.Exit(2);
        }

        return path;
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Graft.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("run this from within the project");
    }
}
