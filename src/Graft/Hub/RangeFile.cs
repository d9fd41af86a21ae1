using System.Net;
using System.Net.Http.Headers;
using Graft.Data.Reading;
using Polly;
using Polly.Retry;

namespace Graft.Hub;

/// <summary>
/// A file of the hub of which only what is read is downloaded. The pieces stay in the cache, in a folder of their own that
/// the public tools pass over, so that a second run asks for nothing; or, for a stream, in memory until others are announced.
/// </summary>
internal sealed class RangeFile
{
    /// <summary>Gaps that cost less to download than another request.</summary>
    private const long SmallGap = 1 << 14;

    private const int LargestPiece = 1 << 25;

    private readonly HubClient _client;
    private readonly CachedRepo _cache;
    private readonly string _name;
    private readonly RemoteFile _file;
    private readonly string _folder;
    private readonly ProgressCounter _progress;
    private readonly CancellationToken _cancellation;
    private readonly bool _keeps;
    private readonly List<RangePiece> _pieces;
    private RangePiece? _loaded;
    private byte[] _content = [];
    private string? _whole;

    /// <param name="client">Asks for what is missing.</param>
    /// <param name="cache">The repository.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="file">Its commit, etag and length.</param>
    /// <param name="progress">Told of bytes.</param>
    /// <param name="cancellation">Stops requests.</param>
    /// <param name="keeps">Whether pieces are kept on the disk.</param>
    public RangeFile(HubClient client, CachedRepo cache, string name, RemoteFile file, ProgressCounter progress, CancellationToken cancellation, bool keeps)
    {
        _keeps = keeps;
        _client = client;
        _cache = cache;
        _name = name;
        _file = file;
        _progress = progress;
        _cancellation = cancellation;
        _folder = Path.Combine(cache.Ranges, file.Etag);
        _pieces = [.. RangePiece.In(_folder)];
        Length = file.Length ?? throw new HubException(HubFailure.BadAnswer, "The hub does not tell the file's length.", $"{cache.Id}, {name}");
    }

    /// <summary>The whole file's length in bytes.</summary>
    public long Length { get; }

    /// <summary>Reads some bytes, downloading them if need be.</summary>
    /// <returns>How many; 0 at the end.</returns>
    public int Read(long offset, Span<byte> buffer)
    {
        if (offset >= Length || buffer.Length == 0)
        {
            return 0;
        }

        if (_whole is { } path)
        {
            using var file = File.OpenHandle(path);
            return RandomAccess.Read(file, buffer, offset);
        }

        if (!Load(offset))
        {
            Fetch([(offset, Math.Min(buffer.Length, Length - offset))]);
            return Read(offset, buffer);
        }

        int count = (int)Math.Min(buffer.Length, _loaded!.End - offset);
        _content.AsSpan((int)(offset - _loaded.Start), count).CopyTo(buffer);
        return count;
    }

    /// <summary>Downloads what is missing of some ranges, several at once. Where pieces are not kept, those of other ranges are forgotten.</summary>
    public void Announce(IReadOnlyList<(long Start, long Length)> ranges)
    {
        if (!_keeps)
        {
            (_loaded, _content) = (null, []);
            _pieces.RemoveAll(piece => piece.Content is not null && !ranges.Any(range => piece.Start < range.Start + range.Length && piece.End > range.Start));
        }

        Fetch(ranges);
    }

    private void Fetch(IReadOnlyList<(long Start, long Length)> ranges)
    {
        (long Start, long End)[] missing = [.. Join(ranges.SelectMany(range => Gaps(range.Start, range.Start + range.Length))).SelectMany(Cut)];
        if (missing.Length == 0 || _whole is not null)
        {
            return;
        }

        if (_client.Options.IsOffline)
        {
            throw new HubException(
                HubFailure.Offline, $"The cache lacks {missing.Length} pieces of this file that the slice needs, and HF_HUB_OFFLINE is set.", $"{_cache.Id}, {_name}",
                "Run the same slice once with a network, or download the whole: graft download --dataset " + _cache.Id + ".");
        }

        long needed = missing.Sum(range => range.End - range.Start);
        if (_keeps)
        {
            FreeSpace.Require(_client.Options, _folder, needed, "the pieces of the file");
        }

        _progress.Expect(needed);
        RangePiece?[] fetched = new RangePiece?[missing.Length];
        _ = Synchronously.Run(async () =>
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _client.Options.ParallelDownloads, CancellationToken = _cancellation };
            await Parallel.ForEachAsync(
                Enumerable.Range(0, missing.Length), parallel, async (i, stop) => fetched[i] = await FetchAsync(missing[i].Start, missing[i].End, stop).ConfigureAwait(false)).ConfigureAwait(false);
            return true;
        });
        if (fetched.Contains(null))
        {
            if (!_keeps)
            {
                throw new HubException(HubFailure.NotUsable, "The hub gives no parts of this file, so it cannot be read as a stream.", $"{_cache.Id}, {_name}", "Load the dataset instead, which downloads it whole.");
            }

            // A server that knows no ranges: the whole file, like any other.
            string snapshot = Synchronously.Run(() => _client.GetAsync(_cache.Id, _file.Commit, _file.Commit, [_name], listing: null, _cancellation));
            _whole = Path.Combine(snapshot, _name);
        }

        _pieces.AddRange(fetched.OfType<RangePiece>());
    }

    private bool Load(long offset)
    {
        if (_loaded is { } now && offset >= now.Start && offset < now.End)
        {
            return true;
        }

        while (_pieces.Find(piece => offset >= piece.Start && offset < piece.End) is { } piece)
        {
            if (piece.Read() is { } content)
            {
                (_loaded, _content) = (piece, content);
                return true;
            }

            // Damaged on the disk: as if it were not there.
            _pieces.Remove(piece);
        }

        return false;
    }

    private async Task<RangePiece?> FetchAsync(long start, long end, CancellationToken cancellation)
    {
        ResiliencePipeline<byte[]?> retry = new ResiliencePipelineBuilder<byte[]?> { TimeProvider = _client.Connection.Clock }.AddRetry(new RetryStrategyOptions<byte[]?>
        {
            MaxRetryAttempts = _client.Options.Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = _client.Options.RetryDelay,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(HubConnection.IsPassing(arguments.Outcome.Exception)),
        }).Build();
        try
        {
            byte[]? content = await retry.ExecuteAsync(async stop => await FetchOnceAsync(start, end, stop).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            return content is null ? null : _keeps ? RangePiece.Write(_folder, start, content) : new RangePiece(start, end, "") { Content = content };
        }
        catch (Exception error) when (error is IOException or HttpRequestException or TimeoutException)
        {
            throw new HubException(HubFailure.Unreachable, $"The download was cut off: {error.Message}", $"{_cache.Id}, {_name}", _keeps ? "Start it again: what has come is kept." : "Start it again.", error);
        }
    }

    private async Task<byte[]?> FetchOnceAsync(long start, long end, CancellationToken cancellation)
    {
        HubConnection hub = _client.Connection;
        using HttpResponseMessage answer = await hub.SendAsync(
            to =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, to);
                request.Headers.Range = new RangeHeaderValue(start, end - 1);
                return request;
            },
            hub.AddressOf(_cache.Id, _file.Commit, _name), onlyHere: false, _client.Options.MetadataTimeout, cancellation).ConfigureAwait(false);
        HubAnswer.Check(answer, $"{_cache.Id}, {_name}");
        ContentRangeHeaderValue? range = answer.Content.Headers.ContentRange;
        if (answer.StatusCode != HttpStatusCode.PartialContent || range?.From != start || range.To != end - 1 || (range.Length is { } whole && whole != Length))
        {
            return null;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        byte[] content = new byte[end - start];
        using Stream body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        for (int done = 0; done < content.Length;)
        {
            patience.CancelAfter(_client.Options.DownloadTimeout);
            try
            {
                int read = await body.ReadAsync(content.AsMemory(done), patience.Token).ConfigureAwait(false);
                done += read > 0 ? read : throw new HttpIOException(HttpRequestError.ResponseEnded, $"{done:N0} of {content.Length:N0} bytes came");
            }
            catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
            {
                throw new TimeoutException($"nothing came for {_client.Options.DownloadTimeout.TotalSeconds:0.#} s", error);
            }
        }

        _progress.Add(content.Length);
        return content;
    }

    // What no piece covers of a range.
    private List<(long Start, long End)> Gaps(long start, long end)
    {
        var gaps = new List<(long, long)>();
        end = Math.Min(end, Length);
        foreach (RangePiece piece in _pieces.OrderBy(piece => piece.Start))
        {
            if (piece.End <= start || piece.Start >= end)
            {
                continue;
            }

            if (piece.Start > start)
            {
                gaps.Add((start, piece.Start));
            }

            start = Math.Max(start, piece.End);
        }

        if (start < end)
        {
            gaps.Add((start, end));
        }

        return gaps;
    }

    private static List<(long Start, long End)> Join(IEnumerable<(long Start, long End)> ranges)
    {
        var joined = new List<(long Start, long End)>();
        foreach ((long start, long end) in ranges.OrderBy(range => range.Start))
        {
            if (joined.Count > 0 && start - joined[^1].End <= SmallGap)
            {
                joined[^1] = (joined[^1].Start, Math.Max(joined[^1].End, end));
            }
            else
            {
                joined.Add((start, end));
            }
        }

        return joined;
    }

    private static IEnumerable<(long Start, long End)> Cut((long Start, long End) range)
    {
        for (long start = range.Start; start < range.End; start += LargestPiece)
        {
            yield return (start, Math.Min(start + LargestPiece, range.End));
        }
    }
}
