namespace Graft.Native;

/// <summary>libtorch or TorchSharp's library cannot be loaded on this machine.</summary>
public sealed class NativeLibraryException(
    string problem, string? path = null, string? remedy = null, Exception? innerException = null)
    : GraftException(problem, path, place: null, remedy, innerException);
