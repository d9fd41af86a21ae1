namespace Graft.Native;

/// <summary>Which native libraries serve this process, for `graft doctor`.</summary>
/// <param name="Folder">The folder that libtorch was loaded from, or null where the system's loader found it.</param>
/// <param name="TorchSharpLibrary">The file of TorchSharp's own native library that is in use.</param>
/// <param name="IsPatchedCopy">True if the system's C++ runtime is older than the library asks for and a patched copy serves.</param>
public sealed record NativeLibraryStatus(string? Folder, string TorchSharpLibrary, bool IsPatchedCopy);
