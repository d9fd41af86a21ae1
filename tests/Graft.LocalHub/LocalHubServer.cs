using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Graft.LocalHub;

/// <summary>
/// A hub on this machine: descriptions of repositories, their files with the public hub's headers, large files on another
/// host, uploads; with faults on demand and a record of every request.
/// </summary>
public sealed partial class LocalHubServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, LocalRepo> _repos = new();
    private readonly ConcurrentQueue<RequestRecord> _requests = new();
    private readonly HubUploads _uploads;

    private LocalHubServer(WebApplication app)
    {
        _app = app;
        _uploads = new HubUploads(this);
        app.Run(AnswerAsync);
    }

    /// <summary>The address for HF_ENDPOINT.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>The other host, of large files.</summary>
    public string Storage { get; private set; } = "";

    /// <summary>What goes wrong.</summary>
    public HubFaults Faults { get; } = new();

    /// <summary>Names of repositories that have moved.</summary>
    public ConcurrentDictionary<string, string> Moved { get; } = new();

    /// <summary>The token that may create repositories and write.</summary>
    public string? WriteToken { get; set; }

    /// <summary>A token that may write to repositories that are there, and creates none.</summary>
    public string? NarrowToken { get; set; }

    /// <summary>What opens the address of an upload on the hub, which then sends on to the other host; null for addresses there at once.</summary>
    public string? UploadKey { get; set; }

    /// <summary>Whether large files are uploaded in several parts, and of how many bytes.</summary>
    public int? UploadPartBytes { get; set; }

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<RequestRecord> Requests => [.. _requests];

    /// <summary>Bytes of file contents sent so far.</summary>
    public long ContentBytes => _requests.Where(request => request.Method == "GET" && !request.Path.StartsWith("/api/", StringComparison.Ordinal)).Sum(request => request.BytesSent);

    /// <summary>Starts on two free ports.</summary>
    public static async Task<LocalHubServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var server = new LocalHubServer(builder.Build());
        await server._app.StartAsync();
        string[] addresses = [.. server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        server.Endpoint = addresses[0];
        server.Storage = addresses[1].Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        return server;
    }

    /// <summary>Adds an empty repository.</summary>
    public LocalRepo Add(string kind, string id) => _repos.GetOrAdd($"{kind}/{id}", _ => new LocalRepo(kind, id));

    /// <summary>A repository, or null.</summary>
    public LocalRepo? Find(string kind, string id) => _repos.GetValueOrDefault($"{kind}/{id}");

    /// <summary>Forgets the requests so far.</summary>
    public void ForgetRequests() => _requests.Clear();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool isStorage = request.Host.Port == new Uri(Storage).Port;
        string path = request.Path.Value ?? "/";
        string raw = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        var record = new RequestRecord(isStorage ? "storage" : "hub", request.Method, raw, Null(request.Headers.Range), Null(request.Headers.Authorization)) { UploadKey = Null(request.Headers["X-Upload-Key"]) };
        _requests.Enqueue(record);
        if (Faults.IsCaptivePortal)
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<!DOCTYPE html><html><body>Please sign in</body></html>");
        }
        else if (Faults.Refusals.TryDequeue(out (int Status, int? RetryAfter) refusal))
        {
            Refuse(context, refusal);
        }
        else if (Faults.Answers.FirstOrDefault(one => raw.Split('?')[0].EndsWith(one.Key, StringComparison.Ordinal)) is { Key: not null } answer)
        {
            context.Response.StatusCode = answer.Value.Status;
            await context.Response.WriteAsync(answer.Value.Body);
        }
        else if (isStorage)
        {
            await _uploads.OrElseAsync(context, path, () => SendLargeAsync(context, record, path));
        }
        else
        {
            await AnswerHubAsync(context, record, raw.Split('?')[0]);
        }

        record.Status = context.Response.StatusCode;

        static string? Null(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }

    private async Task AnswerHubAsync(HttpContext context, RequestRecord record, string raw)
    {
        if (await _uploads.TryAnswerAsync(context, raw))
        {
            return;
        }

        if (raw.StartsWith("/upload/", StringComparison.Ordinal))
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = Storage + raw;
            return;
        }

        if (raw == "/parquet")
        {
            await ParquetFilesAsync(context);
            return;
        }

        Match api = ApiShape().Match(raw), file = FileShape().Match(raw);
        if (!api.Success && !file.Success)
        {
            context.Response.StatusCode = 404;
            return;
        }

        Match match = api.Success ? api : file;
        string kind = api.Success ? match.Groups["kind"].Value : match.Groups["datasets"].Success ? "datasets" : "models";
        string id = match.Groups["id"].Value;
        if (Moved.TryGetValue(id, out string? now))
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = raw.Replace(id, now, StringComparison.Ordinal) + context.Request.QueryString;
            return;
        }

        LocalRepo? repo = Find(kind, id);
        if (repo is null || (repo.Token is { } token && context.Request.Headers.Authorization != $"Bearer {token}"))
        {
            Error(context, repo?.IsGated == true ? 403 : context.Request.Headers.Authorization.Count > 0 ? 404 : 401, repo?.IsGated == true ? "GatedRepo" : "RepoNotFound");
            return;
        }

        string? commit = repo.Find(match.Groups["revision"].Success ? Uri.UnescapeDataString(match.Groups["revision"].Value) : "main");
        if (commit is null || (api.Success && Faults.HidesConvertedBranch && raw.Contains("convert", StringComparison.Ordinal)))
        {
            Error(context, 404, "RevisionNotFound");
        }
        else if (api.Success)
        {
            await DescribeAsync(context, repo, commit, match.Groups["tree"].Success);
        }
        else
        {
            await SendFileAsync(context, record, repo, commit, Uri.UnescapeDataString(match.Groups["file"].Value));
        }
    }

    private async Task DescribeAsync(HttpContext context, LocalRepo repo, string commit, bool isTree)
    {
        IReadOnlyDictionary<string, LocalFile> files = repo.Files(commit);
        byte[] listing = JsonSerializer.SerializeToUtf8Bytes<object>(isTree
            ? files.Select(file => new { type = "file", path = file.Key, size = file.Value.Length, oid = file.Value.Etag })
            : new { id = repo.Id, sha = commit, siblings = files.Keys.Select(name => new { rfilename = name }) });
        bool isCut = Faults.ListingsCut-- > 0, isStalled = Faults.ListingsStalled-- > 0;
        context.Response.ContentLength = listing.Length;
        await context.Response.Body.WriteAsync(listing.AsMemory(0, isCut || isStalled ? listing.Length / 2 : listing.Length));
        if (isCut || isStalled)
        {
            await context.Response.Body.FlushAsync();
            await Task.Delay(isCut ? 200 : Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Abort();
            return;
        }

        Faults.AfterListing?.Invoke(repo);
    }

    private async Task SendFileAsync(HttpContext context, RequestRecord record, LocalRepo repo, string commit, string name)
    {
        HttpResponse response = context.Response;
        response.Headers["X-Repo-Commit"] = commit;
        if (!repo.Files(commit).TryGetValue(name, out LocalFile? file))
        {
            Error(context, 404, "EntryNotFound");
            return;
        }

        if (!file.IsLarge)
        {
            response.Headers.ETag = $"\"{file.Etag}\"";
            await SendContentAsync(context, record, file, name);
            return;
        }

        response.StatusCode = 302;
        response.Headers.ETag = "\"0123456789abcdef0123456789abcdef-7\"";
        response.Headers["X-Linked-Etag"] = $"\"{file.Etag}\"";
        response.Headers["X-Linked-Size"] = file.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.Headers.Location = $"{Storage}/blobs/{repo.Kind}/{repo.Id}/{commit}/{file.Etag}?name={Uri.EscapeDataString(name)}";
    }

    private async Task SendLargeAsync(HttpContext context, RequestRecord record, string path)
    {
        string name = context.Request.Query["name"].ToString();
        LocalFile? file = _repos.Values.SelectMany(repo => repo.References.Values.Select(repo.Files)).Concat(OldCommits())
            .SelectMany(files => files.Values).FirstOrDefault(file => file.IsLarge && path.EndsWith(file.Etag, StringComparison.Ordinal));
        if (file is null)
        {
            context.Response.StatusCode = 404;
            return;
        }

        await SendContentAsync(context, record, file, name);

        IEnumerable<IReadOnlyDictionary<string, LocalFile>> OldCommits()
        {
            string[] parts = path.Split('/');
            string commit = parts.Length > 2 ? parts[^2] : "";
            return _repos.Values.Where(repo => repo.Find(commit) is not null).Select(repo => repo.Files(commit));
        }
    }

    private async Task SendContentAsync(HttpContext context, RequestRecord record, LocalFile file, string name)
    {
        if (context.Request.Method != "HEAD" && Faults.ContentRefusals.TryDequeue(out (int Status, int? RetryAfter) refusal))
        {
            Refuse(context, refusal);
            return;
        }

        HttpResponse response = context.Response;
        if (Faults.Replaced.TryGetValue(name, out byte[]? other) && context.Request.Method != "HEAD")
        {
            file = LocalFile.Of(other);
        }

        (long start, long end) = (0, file.Length);
        if (!Faults.IgnoresRanges && RangeShape().Match(record.Range ?? "") is { Success: true } range)
        {
            start = long.Parse(range.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            end = range.Groups[2].Length == 0 ? end : Math.Min(end, long.Parse(range.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture) + 1);
            if (start >= file.Length)
            {
                response.StatusCode = 416;
                return;
            }

            response.StatusCode = 206;
            response.Headers.ContentRange = $"bytes {start}-{end - 1}/{file.Length}";
        }

        response.ContentLength = end - start;
        response.Headers.AcceptRanges = "bytes";
        if (context.Request.Method == "HEAD")
        {
            return;
        }

        await Task.Delay(Faults.Delay);
        await (Faults.Gate?.Invoke(name) ?? Task.CompletedTask).WaitAsync(context.RequestAborted);
        long cutAt = long.MaxValue;
        if (Faults.Cut.TryGetValue(name, out (double Share, int Times) cut) && cut.Times > 0)
        {
            Faults.Cut[name] = (cut.Share, cut.Times - 1);
            cutAt = start + (long)(cut.Share * (end - start));
        }

        using Stream content = file.Open();
        content.Position = start;
        byte[] buffer = new byte[1 << 16];
        for (long at = start; at < end;)
        {
            int count = content.Read(buffer, 0, (int)Math.Min(Math.Min(buffer.Length, end - at), cutAt - at));
            if (Faults.Flipped.Contains(name) && file.Length / 2 >= at && file.Length / 2 < at + count)
            {
                buffer[file.Length / 2 - at] ^= 1;
            }

            await response.Body.WriteAsync(buffer.AsMemory(0, count));
            at += count;
            record.BytesSent += count;
            if (at >= cutAt)
            {
                // What was sent must have arrived: an abort throws away what is still on its way.
                await response.Body.FlushAsync();
                await Task.Delay(200);
                context.Abort();
                return;
            }
        }
    }

    private async Task ParquetFilesAsync(HttpContext context)
    {
        LocalRepo? repo = Find("datasets", context.Request.Query["dataset"].ToString());
        string? commit = repo?.Find("refs/convert/parquet");
        if (commit is null)
        {
            context.Response.StatusCode = 404;
            return;
        }

        var files = repo!.Files(commit).Select(file => new
        {
            dataset = repo.Id,
            config = file.Key.Split('/')[0],
            split = file.Key.Split('/')[1],
            url = $"{Endpoint}/datasets/{repo.Id}/resolve/refs%2Fconvert%2Fparquet/{file.Key}",
            filename = file.Key.Split('/')[^1],
            size = file.Value.Length,
        });
        await context.Response.WriteAsync(JsonSerializer.Serialize(new { parquet_files = files }));
    }

    internal static void Error(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["X-Error-Code"] = code;
    }

    private static void Refuse(HttpContext context, (int Status, int? RetryAfter) refusal)
    {
        context.Response.StatusCode = refusal.Status;
        if (refusal.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    [GeneratedRegex(@"^/api/(?<kind>models|datasets)/(?<id>[\w.-]+(/[\w.-]+)?)((/revision|(?<tree>/tree))/(?<revision>[^/]+))?$")]
    private static partial Regex ApiShape();

    [GeneratedRegex(@"^/(?<datasets>datasets/)?(?<id>[\w.-]+(/[\w.-]+)?)/resolve/(?<revision>[^/]+)/(?<file>.+)$")]
    private static partial Regex FileShape();

    [GeneratedRegex(@"^bytes=(\d+)-(\d*)$")]
    private static partial Regex RangeShape();
}
