using System.Runtime.InteropServices;

namespace Graft.Native;

/// <summary>
/// The C library's heap, where tensors lie. Batches of changing lengths leave gaps between tensors of changing sizes,
/// and glibc keeps such memory; now and then it is given back, so that a long run needs no more than a short one.
/// </summary>
internal static partial class NativeHeap
{
    private static readonly bool HasTrim = OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "malloc_trim", out _);

    /// <summary>Gives unused memory back to the system; does nothing on systems other than Linux with glibc.</summary>
    public static void Trim()
    {
        if (HasTrim)
        {
            _ = MallocTrim(0);
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);
}
