namespace Graft.Hub;

/// <summary>A file that one process at a time holds open (flock, as the public tools do), so that no two write the same blob.</summary>
internal sealed class ProcessLock : IDisposable
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private ProcessLock(FileStream file) => _file = file;

    /// <summary>Waits until the lock is free, and takes it.</summary>
    /// <exception cref="HubException">The lock's file cannot be made.</exception>
    public static async Task<ProcessLock> TakeAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                if (TryTake(path) is { } held)
                {
                    return held;
                }

                await Task.Delay(BetweenTries, cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new HubException(HubFailure.Disk, $"The cache cannot be written to: {error.Message}", path, "Set HF_HUB_CACHE to a folder that can be written to.", error);
            }
        }
    }

    /// <summary>Takes the lock if it is free; null if another process has it.</summary>
    public static ProcessLock? TryTake(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new ProcessLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
        }
        catch (IOException error) when (IsHeld(error))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK is 11 on Linux, 35 on macOS.
    private static bool IsHeld(IOException error) => error.HResult == WindowsSharingViolation
        || (!OperatingSystem.IsWindows() && error.HResult == (OperatingSystem.IsMacOS() ? 35 : 11));
}
