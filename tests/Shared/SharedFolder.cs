namespace Graft.Testing;

/// <summary>
/// Finds the folder of golden values, real models and data that lies beside the project ("../shared").
/// A test that needs it and does not find it is reported as skipped, by name.
/// </summary>
internal static class SharedFolder
{
    /// <summary>The project's root: the nearest folder above the test binaries that holds Graft.slnx.</summary>
    public static string ProjectRoot { get; } = FindProjectRoot();

    private static string Root => Path.GetFullPath(Path.Combine(ProjectRoot, "..", "shared"));

    private static string FixturesRoot =>
        Environment.GetEnvironmentVariable("GRAFT_FIXTURES") is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : Path.Combine(Root, "fixtures");

    /// <summary>A path below the folder of golden values (GRAFT_FIXTURES, else ../shared/fixtures); skips the test if it is missing.</summary>
    public static string Fixture(params string[] parts) => Require(Path.Combine([FixturesRoot, .. parts]));

    /// <summary>The same, or null if it is missing: for finding the rows of a theory, where a test cannot be skipped yet.</summary>
    public static string? FindFixture(params string[] parts)
    {
        string path = Path.Combine([FixturesRoot, .. parts]);
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }

    /// <summary>A path below ../shared (models, data, samples); skips the test if it is missing.</summary>
    public static string Item(params string[] parts) => Require(Path.Combine([Root, .. parts]));

    /// <summary>A path below the project's own root (models/, samples/): always there.</summary>
    public static string Project(params string[] parts) => Path.Combine([ProjectRoot, .. parts]);

    private static string Require(string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            Assert.Skip($"needs {path}, which is not there");
        }

        return path;
    }

    private static string FindProjectRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Graft.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no Graft.slnx above {AppContext.BaseDirectory}");
    }
}
