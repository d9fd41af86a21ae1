namespace Graft.Vision;

/// <summary>A file is not a picture, is damaged or cut, is of a kind that cannot be read, or is too large.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="path">The file, or the name given to the bytes.</param>
/// <param name="innerException">The error underneath, if there is one.</param>
public sealed class ImageDecodeException(string problem, string? path = null, Exception? innerException = null)
    : GraftException(problem, path, remedy: "Replace the picture or leave it out.", innerException: innerException);
