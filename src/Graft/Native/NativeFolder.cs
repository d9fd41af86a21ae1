using System.Runtime.InteropServices;

namespace Graft.Native;

/// <summary>Finds the folder that holds libtorch: beside the program (published), or in its runtimes folder (built).</summary>
internal static class NativeFolder
{
    /// <summary>The folders looked at, in order.</summary>
    public static string Searched => string.Join(", ", Candidates());

    /// <summary>The first folder with libtorch in it, or null.</summary>
    public static string? Find() => Candidates().FirstOrDefault(folder => File.Exists(Path.Combine(folder, MainLibrary)));

    private static string MainLibrary =>
        OperatingSystem.IsWindows() ? "torch_cpu.dll" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";

    private static IEnumerable<string> Candidates()
    {
        yield return AppContext.BaseDirectory;
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", PortableRid, "native");
    }

    // The packages name their folders by system and processor, never by distribution.
    private static string PortableRid
    {
        get
        {
            string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        }
    }
}
