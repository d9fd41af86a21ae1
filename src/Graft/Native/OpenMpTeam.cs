using System.Runtime.InteropServices;

namespace Graft.Native;

/// <summary>
/// The OpenMP threads that libtorch's own kernels run on. After each kernel they spin for a while, waiting for the
/// next: work handed to them starts at once, while any other thread would have to share their processors.
/// </summary>
internal static unsafe class OpenMpTeam
{
    // void GOMP_parallel(void (*fn)(void*), void* data, unsigned threads, unsigned flags): libgomp's entry for `#pragma omp parallel`.
    private static readonly delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void> Parallel = Find();

    /// <summary>False where libtorch runs on another OpenMP (Windows, macOS): the thread pool serves there.</summary>
    public static bool IsAvailable => Parallel is not null;

    /// <summary>Calls a function once on each of a number of threads, the caller's included, and returns when all are done.</summary>
    /// <param name="function">Must not throw.</param>
    /// <param name="data">Handed to the function.</param>
    /// <param name="threads">Number of threads, 1 or more.</param>
    public static void Run(delegate* unmanaged<nint, void> function, nint data, int threads) => Parallel(function, data, (uint)threads, 0);

    private static delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void> Find()
    {
        if (!OperatingSystem.IsLinux() || NativeFolder.Find() is not { } folder)
        {
            return null;
        }

        TorchLibrary.EnsureLoaded();
        foreach (string file in Directory.GetFiles(folder, "libgomp-*.so.1"))
        {
            // It is loaded already: this gives its handle.
            if (NativeLibrary.TryLoad(file, out nint library) && NativeLibrary.TryGetExport(library, "GOMP_parallel", out nint entry))
            {
                return (delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void>)entry;
            }
        }

        return null;
    }
}
