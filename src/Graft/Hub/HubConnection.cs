using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Polly;
using Polly.Retry;

namespace Graft.Hub;

/// <summary>
/// Requests to the hub: with the token where it may go, redirects followed by hand, and repeated where that may help (408,
/// 429, 5xx, cut connections), after the wait that the hub asks for.
/// </summary>
internal sealed class HubConnection : IDisposable
{
    private const int MostRedirects = 10;
    private const int LongestAnswer = 1 << 28;
    private const int BufferBytes = 1 << 16;

    private readonly HubOptions _options;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<HttpResponseMessage> _retry;

    /// <param name="options">Where the hub is, and the token.</param>
    /// <param name="clock">Waits between repetitions; null is the system's.</param>
    public HubConnection(HubOptions options, TimeProvider? clock = null)
    {
        _options = options;
        Clock = clock ?? TimeProvider.System;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.MetadataTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("graft", typeof(HubConnection).Assembly.GetName().Version?.ToString(3)));
        var retry = new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = options.Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = options.RetryDelay,
            MaxDelay = options.LongestRetryAfter,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(MayHelp(arguments.Outcome)),
            DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result)),
            OnRetry = arguments =>
            {
                arguments.Outcome.Result?.Dispose();
                return ValueTask.CompletedTask;
            },
        };
        _retry = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = Clock }.AddRetry(retry).Build();
    }

    /// <summary>The clock of all waits.</summary>
    public TimeProvider Clock { get; }

    /// <summary>An address below the endpoint.</summary>
    /// <param name="path">The path, not escaped; its "/" stay.</param>
    /// <param name="query">What follows "?", or null.</param>
    public Uri Address(string path, string? query = null) =>
        new(_options.Endpoint, string.Join('/', path.Split('/').Select(Uri.EscapeDataString)) + (query is null ? "" : "?" + query));

    /// <summary>The address of a file at a revision.</summary>
    public Uri AddressOf(RepoId repo, string revision, string file) =>
        new(_options.Endpoint, $"{repo.FilePath}/resolve/{Uri.EscapeDataString(revision)}/{string.Join('/', file.Split('/').Select(Uri.EscapeDataString))}");

    /// <summary>
    /// Sends a request and gives the answer, whatever it is, with its body unread. Where redirects are followed, the token
    /// goes to the endpoint alone.
    /// </summary>
    /// <param name="make">Makes the request for each try and each redirect's address.</param>
    /// <param name="address">Where to.</param>
    /// <param name="onlyHere">True to follow redirects within the same host only, and to give those elsewhere as the answer.</param>
    /// <param name="timeout">How long to wait for the answer's headers.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="HubException">There is no answer.</exception>
    public Task<HttpResponseMessage> SendAsync(
        Func<Uri, HttpRequestMessage> make, Uri address, bool onlyHere, TimeSpan timeout, CancellationToken cancellation) =>
        RetryAsync(stop => FollowAsync(make, address, onlyHere, timeout, stop), address, cancellation);

    /// <summary>
    /// The same with the body, which a success brings along in memory: one that stops coming, or is cut, is as an answer that
    /// does not come.
    /// </summary>
    /// <param name="make">Makes the request for each try and each redirect's address.</param>
    /// <param name="address">Where to.</param>
    /// <param name="timeout">How long to wait for the answer's headers.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="HubException">There is no answer, or one of more than 256 MB.</exception>
    public Task<HttpResponseMessage> AskAsync(Func<Uri, HttpRequestMessage> make, Uri address, TimeSpan timeout, CancellationToken cancellation) =>
        RetryAsync(
            async stop =>
            {
                HttpResponseMessage answer = await FollowAsync(make, address, onlyHere: false, timeout, stop).ConfigureAwait(false);
                return answer.IsSuccessStatusCode ? await ReadAsync(answer, address, stop).ConfigureAwait(false) : answer;
            },
            address, cancellation);

    /// <summary>Sends a request that has no body, and gives the answer with its body; fails unless it succeeds.</summary>
    public async Task<HttpResponseMessage> GetAsync(Uri address, string what, CancellationToken cancellation)
    {
        HttpResponseMessage answer = await AskAsync(to => new HttpRequestMessage(HttpMethod.Get, to), address, _options.MetadataTimeout, cancellation).ConfigureAwait(false);
        HubAnswer.Check(answer, what);
        return answer;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Whether an error of the network may go away by itself.</summary>
    public static bool IsPassing(Exception? error) => error switch
    {
        TimeoutException => true,

        // No such host, or nobody listens there: the same in a second.
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.ConnectionRefused or SocketError.NetworkUnreachable } } => false,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded } => false,
        HttpRequestException or IOException => true,
        _ => false,
    };

    /// <summary>Whether two addresses are of one host.</summary>
    public static bool IsSameHost(Uri a, Uri b) =>
        a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.IdnHost, b.IdnHost, StringComparison.OrdinalIgnoreCase);

    private bool MayHelp(Outcome<HttpResponseMessage> outcome) => outcome.Result is { } answer
        ? (answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)answer.StatusCode >= 500)
            && !(RetryAfter(answer) > _options.LongestRetryAfter)
        : IsPassing(outcome.Exception);

    private TimeSpan? RetryAfter(HttpResponseMessage? answer)
    {
        RetryConditionHeaderValue? asked = answer?.Headers.RetryAfter;
        TimeSpan? wait = asked?.Delta ?? (asked?.Date - Clock.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private async Task<HttpResponseMessage> RetryAsync(Func<CancellationToken, Task<HttpResponseMessage>> send, Uri address, CancellationToken cancellation)
    {
        _options.RefuseOffline(address.ToString());
        try
        {
            return await _retry.ExecuteAsync(async stop => await send(stop).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or TimeoutException)
        {
            throw new HubException(
                HubFailure.Unreachable, $"The hub cannot be reached: {error.Message.TrimEnd('.')}.", address.GetLeftPart(UriPartial.Path),
                "Check the network, or set HF_ENDPOINT to a mirror; HF_HUB_OFFLINE=1 uses what is in the cache.", error);
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(
        Func<Uri, HttpRequestMessage> make, Uri address, bool onlyHere, TimeSpan timeout, CancellationToken cancellation)
    {
        for (int redirects = 0; redirects <= MostRedirects; redirects++)
        {
            HttpResponseMessage answer = await SendOnceAsync(make(address), timeout, cancellation).ConfigureAwait(false);
            bool isRedirect = (int)answer.StatusCode is 301 or 302 or 303 or 307 or 308;
            if (!isRedirect || answer.Headers.Location is not { } location)
            {
                return answer;
            }

            var next = new Uri(address, location);
            if (onlyHere && !IsSameHost(next, address))
            {
                return answer;
            }

            answer.Dispose();
            address = next.Scheme == Uri.UriSchemeHttps || (next.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttp)
                ? next
                : throw new HubException(HubFailure.BadAnswer, $"The hub sends on to {next.Scheme}://{next.Authority}, which is not safe.", address.GetLeftPart(UriPartial.Path));
        }

        throw new HubException(HubFailure.BadAnswer, $"The hub sends on more than {MostRedirects} times.", address.GetLeftPart(UriPartial.Path));
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellation)
    {
        using (request)
        {
            if (_options.Token is { } token && IsSameHost(request.RequestUri!, _options.Endpoint))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            request.Headers.AcceptEncoding.TryParseAdd("identity");
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(timeout);
            try
            {
                return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
            {
                throw new TimeoutException($"no answer within {timeout.TotalSeconds:0.#} s", error);
            }
        }
    }

    private async Task<HttpResponseMessage> ReadAsync(HttpResponseMessage answer, Uri address, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_options.DownloadTimeout);
        var body = new MemoryStream();
        byte[] buffer = new byte[BufferBytes];
        try
        {
            using Stream sent = await answer.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            for (int read = -1; read != 0;)
            {
                patience.CancelAfter(_options.DownloadTimeout);
                read = await sent.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
                body.Write(buffer, 0, read);
                if (body.Length > LongestAnswer)
                {
                    throw new HubException(HubFailure.BadAnswer, $"The answer is longer than {LongestAnswer:N0} bytes.", address.GetLeftPart(UriPartial.Path), "Check HF_ENDPOINT.");
                }
            }
        }
        catch (Exception error)
        {
            answer.Dispose();
            switch (error)
            {
                case OperationCanceledException when !cancellation.IsCancellationRequested:
                    throw new TimeoutException($"nothing came for {_options.DownloadTimeout.TotalSeconds:0.#} s", error);
                case IOException:
                    throw new HttpRequestException(error.Message, error);
                default:
                    throw;
            }
        }

        body.Position = 0;
        answer.Content = new StreamContent(body);
        return answer;
    }
}
