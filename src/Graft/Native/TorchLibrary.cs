using System.Runtime.InteropServices;

namespace Graft.Native;

/// <summary>
/// Loads libtorch and TorchSharp's native library once for the process, before TorchSharp looks for them itself.
/// On systems whose C++ runtime is older than TorchSharp's library asks for, a patched copy is loaded
/// (<see cref="CompatibleTorchSharp"/>); TorchSharp then finds it by its soname.
/// </summary>
public static class TorchLibrary
{
    // In the order of their dependencies: each is found by soname when the next one asks for it.
    private static readonly string[] LinuxLibraries = ["libgomp-*.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so"];

    private static readonly Lazy<NativeLibraryStatus> Loaded = new(Load);

    /// <summary>Loads the libraries if that has not been done; later calls cost nothing.</summary>
    /// <returns>What was loaded, and from where.</returns>
    /// <exception cref="NativeLibraryException">Nothing that can be loaded was found; the message says what to install.</exception>
    public static NativeLibraryStatus EnsureLoaded() => Loaded.Value;

    private static NativeLibraryStatus Load()
    {
        NativeLibraryStatus status = OperatingSystem.IsLinux()
            ? LoadOnLinux()
            // Windows and macOS have no versioned C++ symbols to stumble over: TorchSharp's own search serves.
            : new NativeLibraryStatus(NativeFolder.Find(), "found by TorchSharp", IsPatchedCopy: false);
        try
        {
            TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);
        }
        catch (Exception error) when (error is NotSupportedException or TypeInitializationException or DllNotFoundException)
        {
            throw new NativeLibraryException(
                "TorchSharp could not start libtorch.", status.Folder, InstallRemedy, error);
        }

        return status;
    }

    private static NativeLibraryStatus LoadOnLinux()
    {
        string folder = NativeFolder.Find() ?? throw new NativeLibraryException(
            $"libtorch was not found beside the program ({NativeFolder.Searched}).", remedy: InstallRemedy);
        foreach (string pattern in LinuxLibraries)
        {
            foreach (string file in Directory.GetFiles(folder, pattern))
            {
                LoadOrThrow(file);
            }
        }

        string original = Path.Combine(folder, "libLibTorchSharp.so");
        if (NativeLibrary.TryLoad(original, out _))
        {
            return new NativeLibraryStatus(folder, original, IsPatchedCopy: false);
        }

        string patched = CompatibleTorchSharp.Provide(original);
        LoadOrThrow(patched);
        return new NativeLibraryStatus(folder, patched, IsPatchedCopy: true);
    }

    private static void LoadOrThrow(string file)
    {
        try
        {
            NativeLibrary.Load(file);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new NativeLibraryException(
                $"The library cannot be loaded: {error.Message}", file,
                "Install the C++ runtime (Debian, Ubuntu: libstdc++6; Fedora, RHEL: libstdc++), version 11 or newer.", error);
        }
    }

    private static string InstallRemedy =>
        $"Reference the package libtorch-cpu-{RuntimeInformation.RuntimeIdentifier} (2.10.0) beside Graft, or build with that runtime identifier.";
}
