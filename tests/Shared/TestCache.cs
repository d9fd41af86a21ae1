using System.Runtime.CompilerServices;

namespace Graft.Testing;

/// <summary>
/// A user's cache of the tests' own, the same for a process of tests and all that it starts: what is measured stays the same in
/// between, no test writes to the user's, and none finds what an older version left there.
/// </summary>
internal static class TestCache
{
    private const string Variable = "XDG_CACHE_HOME";

    /// <summary>Takes the place of the user's before anything asks for that.</summary>
    [ModuleInitializer]
    public static void Begin()
    {
        string folder = Directory.CreateTempSubdirectory("graft-test-cache-").FullName;
        Environment.SetEnvironmentVariable(Variable, folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}
