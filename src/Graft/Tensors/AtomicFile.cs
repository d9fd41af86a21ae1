using System.Runtime.InteropServices;

namespace Graft.Tensors;

/// <summary>
/// Writes a file whole or not at all: into a temporary file beside it, flushed to the disk, then renamed over it.
/// A reader, or a crash at any moment, sees the old file or the new one and nothing between.
/// </summary>
public static partial class AtomicFile
{
    /// <summary>Names of temporary files begin with this and end with <see cref="TemporarySuffix"/>; only a killed process leaves one.</summary>
    internal const string TemporaryPrefix = ".graft-";

    internal const string TemporarySuffix = ".tmp";

    private const int BufferBytes = 1 << 16;

    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="write">Writes the content to the stream it is given; whatever it throws is passed on after cleaning up.</param>
    /// <param name="length">The size of the content in bytes, if known: a disk that is too full is then reported before anything is written.</param>
    /// <exception cref="FileWriteException">The disk is full, or the folder is missing or may not be written to.</exception>
    public static void Write(string path, Action<Stream> write, long? length = null) => Write(path, write, check: null, length);

    /// <summary>Writes a file that takes its name only after a check.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="write">Writes the content to the stream it is given; whatever it throws is passed on after cleaning up.</param>
    /// <param name="check">Reads the complete file under the temporary name that it is given; if it throws, the file goes and one that was there stays.</param>
    /// <param name="length">The size of the content in bytes, if known.</param>
    /// <param name="overwrites">False to leave a file that is there by then, with an error.</param>
    /// <exception cref="FileWriteException">The disk is full, or the folder is missing or may not be written to.</exception>
    internal static void Write(string path, Action<Stream> write, Action<string>? check, long? length = null, bool overwrites = true)
    {
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? throw new FileWriteException("This is not a file's path.", path);
        long? missing = length - DiskSpace.Available(folder);
        if (missing > 0)
        {
            throw DiskFull(path, 0, missing, null);
        }

        string temporary = Path.Combine(folder, $"{TemporaryPrefix}{Guid.NewGuid():n}{TemporarySuffix}");
        long written = 0;
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes))
            {
                try
                {
                    write(stream);
                    stream.Flush(flushToDisk: true);
                }
                finally
                {
                    written = stream.Position;
                }
            }

            check?.Invoke(temporary);
            File.Move(temporary, target, overwrites);
            FlushFolder(folder);
        }
        catch (IOException error) when (DiskSpace.IsExhaustedBy(error))
        {
            throw DiskFull(path, written, length - written - DiskSpace.Available(folder), error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(
                "The file could not be written.", path, error.Message + " Check that the folder exists and may be written to.", innerException: error);
        }
        finally
        {
            // After a success the temporary file is gone already; a disk that fails here must not hide the first error.
            DeleteQuietly(temporary);
        }
    }

    /// <summary>Writes a text as UTF-8 without a byte order mark, whole or not at all.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="text">The whole content.</param>
    /// <exception cref="FileWriteException">The disk is full, or the folder is missing or may not be written to.</exception>
    public static void WriteAllText(string path, string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Write(path, stream => stream.Write(bytes), bytes.Length);
    }

    /// <summary>
    /// Makes a symbolic link, or lets one point elsewhere, at one stroke: the new link is made beside it and renamed over it, so
    /// that a reader, or a crash at any moment, finds the old one or the new one.
    /// </summary>
    /// <param name="path">The link, or a file whose place it takes; its folder must exist. A folder that is no link stays, with an error.</param>
    /// <param name="target">What it points to, relative to the link's folder or whole.</param>
    /// <exception cref="IOException">The system or the file system has no such links, or the folder may not be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    internal static void Link(string path, string target)
    {
        string link = Path.GetFullPath(path), folder = Path.GetDirectoryName(link)!;
        string temporary = Path.Combine(folder, $"{TemporaryPrefix}{Guid.NewGuid():n}{TemporarySuffix}");
        try
        {
            File.CreateSymbolicLink(temporary, target);

            // File.Move takes a link to a folder for a folder, and refuses it.
            if (Rename(temporary, link) != 0)
            {
                throw new IOException(Marshal.GetLastPInvokeErrorMessage());
            }

            FlushFolder(folder);
        }
        finally
        {
            DeleteQuietly(temporary);
        }
    }

    /// <summary>
    /// Makes renames inside a folder survive a power cut, by fsync of the folder itself. Windows has no such call, and
    /// some file systems refuse it: the rename is then only as durable as the system makes it.
    /// </summary>
    internal static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = OpenReadOnly(folder, 0);
        if (descriptor >= 0)
        {
            _ = Fsync(descriptor);
            _ = Close(descriptor);
        }
    }

    private static FileWriteException DiskFull(string path, long written, long? missing, Exception? inner)
    {
        long? bytes = missing > 0 ? missing : null;
        string problem = bytes is null ? $"The disk is full after {written:N0} bytes." : $"The disk is full: {bytes:N0} bytes more are needed.";
        return new FileWriteException(problem, path, "Free some space or choose another folder.", isDiskFull: true, bytes, inner);
    }

    private static void DeleteQuietly(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            System.Diagnostics.Trace.TraceWarning($"{temporary} could not be removed: {error.Message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenReadOnly(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
