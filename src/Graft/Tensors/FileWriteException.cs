namespace Graft.Tensors;

/// <summary>A file could not be written. Whatever stood at its path before still stands there, and no temporary file is left.</summary>
public sealed class FileWriteException : GraftException
{
    /// <summary>Creates the error; see <see cref="GraftException"/> for the parts.</summary>
    /// <param name="problem">What is wrong, in one sentence.</param>
    /// <param name="path">The file that was to be written.</param>
    /// <param name="remedy">What the user can do about it.</param>
    /// <param name="isDiskFull">Whether the disk (or the user's quota) was full.</param>
    /// <param name="missingBytes">How many bytes of free space were missing, if that is known.</param>
    /// <param name="innerException">The error underneath, if there is one.</param>
    public FileWriteException(
        string problem, string path, string? remedy = null, bool isDiskFull = false, long? missingBytes = null, Exception? innerException = null)
        : base(problem, path, null, remedy, innerException)
    {
        IsDiskFull = isDiskFull;
        MissingBytes = missingBytes;
    }

    /// <summary>Whether the disk, or the user's quota on it, was full.</summary>
    public bool IsDiskFull { get; }

    /// <summary>Bytes of free space that were missing; null when the disk was not full or the figure is not known.</summary>
    public long? MissingBytes { get; }
}
