using System.Net;
using System.Net.Http.Headers;
using Graft.Tensors;
using Polly;
using Polly.Retry;

namespace Graft.Hub;

/// <summary>Downloads one file's content: goes on where a cut download stopped, checks the whole, and only then gives it its name.</summary>
internal sealed class BlobDownload(HubConnection hub, HubOptions options, RepoId repo, string name, RemoteFile file, ProgressCounter progress)
{
    private const int BufferBytes = 1 << 18;

    private string What => $"{repo}, {name}";

    /// <summary>Downloads into a file that may hold the content's beginning, and moves it to its place.</summary>
    /// <param name="target">The blob's path; the unfinished one lies beside it.</param>
    /// <param name="cancellation">Stops it; what has come stays and is used the next time.</param>
    /// <exception cref="HubException">The content is not what was announced, or the connection fails again and again.</exception>
    public async Task RunAsync(string target, CancellationToken cancellation)
    {
        string part = target + CachedRepo.IncompleteEnding;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        long before = File.Exists(part) ? new FileInfo(part).Length : 0;
        progress.Expect((file.Length ?? 0) - Math.Min(before, file.Length ?? 0));
        FreeSpace.Require(options, Path.GetDirectoryName(target)!, (file.Length ?? 0) - before, "the rest of the file");
        await ReceiveAsync(part, cancellation).ConfigureAwait(false);
        string? problem = BlobChecksum.Problem(part, file.Etag, file.Length);
        if (problem is not null && before > 0)
        {
            // The beginning was of an earlier run: it may be that which is wrong.
            File.Delete(part);
            await ReceiveAsync(part, cancellation).ConfigureAwait(false);
            problem = BlobChecksum.Problem(part, file.Etag, file.Length);
        }

        if (problem is not null)
        {
            File.Delete(part);
            throw new HubException(HubFailure.Damaged, $"What was downloaded is not the file. {problem} It was deleted.", What, "Download it again; if that does not help, the hub or the network changes it.");
        }

        File.Move(part, target, overwrite: true);
    }

    private async Task ReceiveAsync(string part, CancellationToken cancellation)
    {
        // Each try goes on where the last one stopped.
        ResiliencePipeline retry = new ResiliencePipelineBuilder { TimeProvider = hub.Clock }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = options.Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = options.RetryDelay,
            UseJitter = true,

            // Not an error of the disk.
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is HttpIOException or TimeoutException or HttpRequestException && HubConnection.IsPassing(arguments.Outcome.Exception)),
        }).Build();
        try
        {
            await retry.ExecuteAsync(async stop => await ReceiveOnceAsync(part, stop).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }
        catch (IOException error) when (DiskSpace.IsExhaustedBy(error))
        {
            throw new HubException(HubFailure.Disk, "The disk is full.", part, "Free some space, or set HF_HUB_CACHE to another disk; the download goes on from here.", error);
        }
        catch (Exception error) when (error is HttpIOException or HttpRequestException or TimeoutException)
        {
            throw new HubException(
                HubFailure.Unreachable, $"The download was cut off: {error.Message}", What, "Start it again: it goes on where it stopped.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HubException(HubFailure.Disk, $"The cache cannot be written to: {error.Message}", part, "Set HF_HUB_CACHE to a folder that can be written to.", error);
        }
    }

    private async Task ReceiveOnceAsync(string part, CancellationToken cancellation)
    {
        using var output = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (output.Length > file.Length)
        {
            Restart(output);
        }

        if (output.Length == file.Length)
        {
            return;
        }

        long have = output.Length;
        using HttpResponseMessage answer = await hub.SendAsync(
            to =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, to);
                request.Headers.Range = have > 0 ? new RangeHeaderValue(have, null) : null;
                return request;
            },
            hub.AddressOf(repo, file.Commit, name), onlyHere: false, options.MetadataTimeout, cancellation).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            Restart(output);
            throw new HttpIOException(HttpRequestError.InvalidResponse, "the hub has no such range");
        }

        HubAnswer.Check(answer, What);
        bool goesOn = answer.StatusCode == HttpStatusCode.PartialContent && answer.Content.Headers.ContentRange is { From: { } from } range
            && from == have && (range.Length is null || file.Length is null || range.Length == file.Length);
        if (have > 0 && !goesOn)
        {
            Restart(output);
            if (answer.StatusCode == HttpStatusCode.PartialContent)
            {
                throw new HttpIOException(HttpRequestError.InvalidResponse, "the hub sent another range than the one asked for");
            }
        }

        output.Position = output.Length;
        using Stream body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await CopyAsync(body, output, cancellation).ConfigureAwait(false);
        output.Flush(flushToDisk: true);
        if (output.Length < file.Length)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, $"{output.Length:N0} of {file.Length:N0} bytes came");
        }
    }

    private async Task CopyAsync(Stream body, FileStream output, CancellationToken cancellation)
    {
        byte[] buffer = new byte[BufferBytes];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        while (true)
        {
            patience.CancelAfter(options.DownloadTimeout);
            int read;
            try
            {
                read = await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
            {
                throw new TimeoutException($"nothing came for {options.DownloadTimeout.TotalSeconds:0.#} s", error);
            }
            catch (IOException error) when (error is not HttpIOException)
            {
                throw new HttpIOException(HttpRequestError.ResponseEnded, error.Message, error);
            }

            // More than was announced is not the file, and would fill the disk.
            if (read == 0 || output.Length > file.Length)
            {
                return;
            }

            output.Write(buffer, 0, read);
            progress.Add(read);
        }
    }

    private void Restart(FileStream output)
    {
        progress.Add(-output.Length);
        output.SetLength(0);
    }
}
