namespace Graft.Hub;

/// <summary>Adds up what several downloads tell, and passes it on at most five times a second and at the end, one call at a time.</summary>
internal sealed class ProgressCounter(string repository, int files, Action<DownloadProgress>? tell, TimeProvider clock)
{
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private int _filesDone;
    private long _bytesDone;
    private long _bytes;
    private long _last;

    /// <summary>More bytes are to come.</summary>
    public void Expect(long bytes) => Change(() => _bytes += bytes, isLast: false);

    /// <summary>Bytes have come; negative if some must come again.</summary>
    public void Add(long bytes) => Change(() => _bytesDone += bytes, isLast: false);

    /// <summary>A file is there.</summary>
    public void FileDone() => Change(() => _filesDone++, isLast: _filesDone + 1 >= files);

    private void Change(Action change, bool isLast)
    {
        lock (_gate)
        {
            change();
            bool isTime = _last == 0 || clock.GetElapsedTime(_last) >= BetweenCalls;
            if (tell is not null && _bytes > 0 && (isTime || (isLast && _filesDone >= files)))
            {
                _last = clock.GetTimestamp();
                tell(new DownloadProgress(repository, _filesDone, files, _bytesDone, _bytes));
            }
        }
    }
}
