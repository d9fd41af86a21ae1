using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Graft.Native;

/// <summary>
/// Loads libtorch and TorchSharp's native library once for the process. On systems whose C++ runtime is older than
/// TorchSharp's library asks for, a patched copy is loaded (<see cref="CompatibleTorchSharp"/>).
/// </summary>
public static class TorchLibrary
{
    // In the order of their dependencies: each is found by soname when the next one asks for it.
    private static readonly string[] LinuxLibraries = ["libgomp-*.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so"];

    private static readonly Lazy<(NativeLibraryStatus Status, nint Handle)> Libraries = new(LoadOnLinux);

    private static readonly Lazy<NativeLibraryStatus> Started = new(Start);

    /// <summary>Loads the libraries if that has not been done; later calls cost nothing.</summary>
    /// <returns>What was loaded, and from where.</returns>
    /// <exception cref="NativeLibraryException">Nothing that can be loaded was found; the message says what to install.</exception>
    public static NativeLibraryStatus EnsureLoaded()
    {
        WasAskedFor = true;
        return Started.Value;
    }

    /// <summary>Loads the libraries on another thread, while this one does what needs none. What fails is thrown where they are needed.</summary>
    internal static void BeginLoading()
    {
        WasAskedFor = true;
        Task.Run(EnsureLoaded);
    }

    /// <summary>True once somebody has asked for the libraries; they may still be loading.</summary>
    public static bool WasAskedFor { get; private set; }

    /// <summary>
    /// Lets TorchSharp find its library here when its own search fails, also where a program uses TorchSharp before it
    /// calls this library. Costs nothing until then.
    /// </summary>
#pragma warning disable CA2255 // There is no other moment that surely comes before TorchSharp's own search.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void AnswerTorchSharp()
    {
        if (OperatingSystem.IsLinux())
        {
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
                name.Contains("LibTorchSharp", StringComparison.Ordinal) ? Libraries.Value.Handle : 0;
        }
    }

    private static NativeLibraryStatus Start()
    {
        // Windows and macOS have no versioned C++ symbols to stumble over: TorchSharp's own search serves.
        NativeLibraryStatus status = OperatingSystem.IsLinux()
            ? Libraries.Value.Status
            : new NativeLibraryStatus(NativeFolder.Find(), "found by TorchSharp", IsPatchedCopy: false);
        try
        {
            TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);
        }
        catch (Exception error) when (error is NotSupportedException or TypeInitializationException or DllNotFoundException)
        {
            throw new NativeLibraryException("TorchSharp could not start libtorch.", status.Folder, InstallRemedy, error);
        }

        return status;
    }

    private static (NativeLibraryStatus Status, nint Handle) LoadOnLinux()
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
        if (NativeLibrary.TryLoad(original, out nint handle))
        {
            return (new NativeLibraryStatus(folder, original, IsPatchedCopy: false), handle);
        }

        string patched = CompatibleTorchSharp.Provide(original);
        return (new NativeLibraryStatus(folder, patched, IsPatchedCopy: true), LoadOrThrow(patched));
    }

    private static nint LoadOrThrow(string file)
    {
        try
        {
            return NativeLibrary.Load(file);
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
