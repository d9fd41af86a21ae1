using System.Runtime.InteropServices;

namespace Graft.Native;

/// <summary>The C library's heap, where tensors lie. All this does nothing on systems other than Linux with glibc.</summary>
internal static partial class NativeHeap
{
    // Of <malloc.h>.
    private const int TrimThreshold = -1, MapThreshold = -3, MostMappings = -4, DefaultMostMappings = 1 << 16;

    // What glibc's own thresholds grow to by themselves, until they are set by hand.
    private const int GrownMapThreshold = 32 << 20, GrownTrimThreshold = 64 << 20;

    private static readonly Lock Guard = new();

    private static readonly bool IsGlibc = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library)
        && NativeLibrary.TryGetExport(library, "malloc_trim", out _) && NativeLibrary.TryGetExport(library, "mallopt", out _);

    private static int keepers;

    /// <summary>How many keep memory at present.</summary>
    internal static int Keepers => keepers;

    /// <summary>
    /// Gives unused memory back to the system. Batches of changing lengths leave gaps between tensors of changing sizes, and
    /// glibc keeps such memory: given back now and then, a long run needs no more than a short one.
    /// </summary>
    public static void Trim()
    {
        if (IsGlibc)
        {
            _ = MallocTrim(0);
        }
    }

    /// <summary>
    /// Until disposed, freed memory is kept for the next tensors. Else glibc maps each of more than 32 MB anew and gives the end of
    /// its heap back as soon as 64 MB are free there, and the system clears every page anew: 4 % of a step of BERT-base, a third
    /// of one of EfficientNet. On threads other than the first this helps tensors of less than 64 MB only, which is what glibc's heaps
    /// for these hold.
    /// </summary>
    public static IDisposable KeepLarge()
    {
        lock (Guard)
        {
            if (IsGlibc && keepers++ == 0)
            {
                _ = MallOpt(MostMappings, 0);
                _ = MallOpt(TrimThreshold, int.MaxValue);
            }
        }

        return new Keeper();
    }

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int value);

    private sealed class Keeper : IDisposable
    {
        private bool _isDisposed;

        public void Dispose()
        {
            lock (Guard)
            {
                if (IsGlibc && !_isDisposed && --keepers == 0)
                {
                    _ = MallOpt(MostMappings, DefaultMostMappings);
                    _ = MallOpt(MapThreshold, GrownMapThreshold);
                    _ = MallOpt(TrimThreshold, GrownTrimThreshold);
                    _ = MallocTrim(0);
                }

                _isDisposed = true;
            }
        }
    }
}
