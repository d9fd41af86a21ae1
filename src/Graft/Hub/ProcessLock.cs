namespace Graft.Hub;

/// <summary>
/// A file that one process at a time holds open (flock, as the public tools do), so that no two write the same blob; or that
/// several hold together, so that none removes what they share.
/// </summary>
internal sealed class ProcessLock : IDisposable
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private ProcessLock(FileStream file) => _file = file;

    /// <summary>Waits until the lock is free, and takes it.</summary>
    /// <exception cref="HubException">The lock's file cannot be made.</exception>
    public static Task<ProcessLock> TakeAsync(string path, CancellationToken cancellation) => WaitAsync(path, isShared: false, cancellation);

    /// <summary>Waits until nobody holds the lock alone, and holds it with others.</summary>
    /// <exception cref="HubException">The lock's file cannot be made.</exception>
    public static Task<ProcessLock> ShareAsync(string path, CancellationToken cancellation) => WaitAsync(path, isShared: true, cancellation);

    /// <summary>Takes the lock if it is free; null if another process has it.</summary>
    public static ProcessLock? TryTake(string path) => TryOpen(path, isShared: false);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static async Task<ProcessLock> WaitAsync(string path, bool isShared, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                if (TryOpen(path, isShared) is { } held)
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

    private static ProcessLock? TryOpen(string path, bool isShared)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            (FileAccess access, FileShare share) = isShared ? (FileAccess.Read, FileShare.Read) : (FileAccess.ReadWrite, FileShare.None);
            return new ProcessLock(new FileStream(path, FileMode.OpenOrCreate, access, share, bufferSize: 1));
        }
        catch (IOException error) when (IsHeld(error))
        {
            return null;
        }
    }

    // EWOULDBLOCK is 11 on Linux, 35 on macOS.
    private static bool IsHeld(IOException error) => error.HResult == WindowsSharingViolation
        || (!OperatingSystem.IsWindows() && error.HResult == (OperatingSystem.IsMacOS() ? 35 : 11));
}
