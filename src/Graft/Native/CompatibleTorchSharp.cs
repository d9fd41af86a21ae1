using System.Runtime.InteropServices;

namespace Graft.Native;

/// <summary>
/// Provides a copy of TorchSharp's Linux library that loads with the C++ runtime of GCC 11 and 12
/// (Debian 12, Ubuntu 22.04, RHEL 9). The original asks for GLIBCXX_3.4.32 because of one symbol,
/// <c>_ZSt21ios_base_library_initv</c>, which only makes sure that iostreams are initialised; libtorch does that itself.
/// </summary>
internal static class CompatibleTorchSharp
{
    private const string NewerVersion = "GLIBCXX_3.4.32";
    private const string NewerSymbol = "_ZSt21ios_base_library_initv";
    // Any function without effect that the library already imports: it is called once, without arguments.
    private const string HarmlessSymbol = "floor";

    /// <summary>The patched copy in the user's cache folder, made at the first call. Several processes may do so at once.</summary>
    /// <param name="original">The library as the package has it; it is never changed.</param>
    /// <param name="cache">Where copies are kept; null is graft/native in the user's cache folder.</param>
    /// <returns>The path of the copy.</returns>
    /// <exception cref="NativeLibraryException">The library is not laid out as expected, or the copy cannot be written.</exception>
    public static string Provide(string original, string? cache = null)
    {
        byte[] image;
        try
        {
            image = File.ReadAllBytes(original);
        }
        catch (IOException error)
        {
            throw new NativeLibraryException($"TorchSharp's library cannot be read: {error.Message}", original, innerException: error);
        }

        string folder = Path.Combine(cache ?? UserCache.Folder("native"), $"torchsharp-{Fingerprint(image):x16}");
        string copy = Path.Combine(folder, "libLibTorchSharp.so");
        Patch(image, original);
        if (Holds(copy, image))
        {
            return copy;
        }

        try
        {
            Directory.CreateDirectory(folder);
            // Written aside and renamed: another process sees the whole file or none.
            string partial = Path.Combine(folder, $".{Environment.ProcessId}-{Path.GetRandomFileName()}");
            File.WriteAllBytes(partial, image);
            File.Move(partial, copy, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NativeLibraryException(
                $"The patched copy of TorchSharp's library cannot be written: {error.Message}", copy,
                "Make the folder writable, or set XDG_CACHE_HOME to one that is.", error);
        }

        return copy;
    }

    // All of it is compared, which takes a millisecond: what is loaded is code, and a damaged copy is mended.
    private static bool Holds(string copy, byte[] image)
    {
        try
        {
            return File.Exists(copy) && new FileInfo(copy).Length == image.Length && File.ReadAllBytes(copy).AsSpan().SequenceEqual(image);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // FNV-1a, eight bytes at a time: tells versions apart, and needs no library of hashes (which takes 20 ms to start).
    private static ulong Fingerprint(ReadOnlySpan<byte> image)
    {
        ulong hash = 0xcbf29ce484222325 ^ (ulong)image.Length;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(image))
        {
            hash = (hash ^ word) * 0x100000001b3;
        }

        return hash;
    }

    /// <summary>Makes the newer version optional and lets the symbol that needs it mean a harmless function.</summary>
    /// <param name="image">The library's bytes, changed in place.</param>
    /// <param name="path">The file, for the error.</param>
    internal static void Patch(byte[] image, string path)
    {
        try
        {
            var elf = new ElfImage(image);
            elf.MakeVersionWeak(NewerVersion);
            elf.RedirectImport(NewerSymbol, HarmlessSymbol);
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentOutOfRangeException or OverflowException)
        {
            throw new NativeLibraryException(
                $"TorchSharp's library does not load here and cannot be adapted: {error.Message}", path,
                "Use a system with the C++ runtime of GCC 13 or newer (Debian 13, Ubuntu 24.04).", error);
        }
    }
}
