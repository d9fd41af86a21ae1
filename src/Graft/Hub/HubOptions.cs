using System.Globalization;

namespace Graft.Hub;

/// <summary>How the hub is reached, and where what comes from it is kept: shared with the public tools.</summary>
public sealed record HubOptions
{
    private const string PublicHost = "huggingface.co";

    /// <summary>The cache: a folder for each repository, laid out as the public tools do.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>The hub or a mirror of it. Default https://huggingface.co.</summary>
    public Uri Endpoint { get; init; } = new($"https://{PublicHost}/");

    /// <summary>What is sent to the endpoint, and to no other host, to be let in; null for nothing.</summary>
    public string? Token { get; init; }

    /// <summary>True to use the cache alone, without any request. Default false.</summary>
    public bool IsOffline { get; init; }

    /// <summary>How long to wait for the description of a file. Default 10 s.</summary>
    public TimeSpan MetadataTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for the next bytes of a download. Default 10 s.</summary>
    public TimeSpan DownloadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether snapshots are symbolic links to blobs where the system allows; false for plain files. Default true.</summary>
    public bool UsesLinks { get; init; } = true;

    /// <summary>Files downloaded at once. Default 4.</summary>
    public int ParallelDownloads { get; init; } = 4;

    /// <summary>How many times a request is repeated at most.</summary>
    internal int Retries { get; init; } = 5;

    /// <summary>The wait before the first repetition; it doubles.</summary>
    internal TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait that the hub may ask for.</summary>
    internal TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Tells how many bytes may still be written below a folder; null where that is not known.</summary>
    internal Func<string, long?> AvailableSpace { get; init; } = Tensors.DiskSpace.Available;

    /// <summary>Where the parquet files of converted datasets are told.</summary>
    internal Uri DatasetsServer => Endpoint.Host == PublicHost ? new Uri($"https://datasets-server.{PublicHost}/") : Endpoint;

    /// <summary>
    /// Reads HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME, XDG_CACHE_HOME; HF_TOKEN, HUGGING_FACE_HUB_TOKEN, the file
    /// HF_TOKEN_PATH (default $HF_HOME/token); HF_ENDPOINT, HF_HUB_OFFLINE, HF_HUB_ETAG_TIMEOUT, HF_HUB_DOWNLOAD_TIMEOUT
    /// (seconds), HF_HUB_DISABLE_SYMLINKS.
    /// </summary>
    /// <exception cref="HubException">A variable cannot be understood, or the token's file cannot be read.</exception>
    public static HubOptions FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>Without the token, which must not get into a log.</summary>
    public override string ToString() => $"{Endpoint}, cache {CacheFolder}{(IsOffline ? ", offline" : "")}";

    /// <summary>Fails in offline mode.</summary>
    /// <param name="what">What would be asked for.</param>
    internal void RefuseOffline(string what)
    {
        if (IsOffline)
        {
            throw new HubException(HubFailure.Offline, "This is not in the cache, and HF_HUB_OFFLINE is set.", what, "Unset HF_HUB_OFFLINE to download it.");
        }
    }

    /// <summary>The same from any set of variables.</summary>
    internal static HubOptions From(Func<string, string?> variable)
    {
        string home = Folder("HF_HOME") ?? Path.Combine(Folder("XDG_CACHE_HOME") ?? Path.Combine(UserFolder, ".cache"), "huggingface");
        return new HubOptions
        {
            CacheFolder = Path.GetFullPath(Folder("HF_HUB_CACHE") ?? Folder("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(home, "hub")),
            Endpoint = ReadEndpoint(Given("HF_ENDPOINT")),
            Token = Clean(variable("HF_TOKEN")) ?? Clean(variable("HUGGING_FACE_HUB_TOKEN")) ?? ReadToken(Folder("HF_TOKEN_PATH") ?? Path.Combine(home, "token")),
            IsOffline = Switch("HF_HUB_OFFLINE"),
            MetadataTimeout = Seconds("HF_HUB_ETAG_TIMEOUT"),
            DownloadTimeout = Seconds("HF_HUB_DOWNLOAD_TIMEOUT"),
            UsesLinks = !Switch("HF_HUB_DISABLE_SYMLINKS"),
        };

        string? Given(string name) => variable(name)?.Trim() is { Length: > 0 } text ? text : null;

        string? Folder(string name) => Given(name) is not { } path ? null
            : path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? UserFolder + path[1..] : path;

        bool Switch(string name) => Given(name)?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

        TimeSpan Seconds(string name)
        {
            const double Default = 10, Longest = 86_400;
            return Given(name) is not { } text ? TimeSpan.FromSeconds(Default)
                : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and <= Longest
                    ? TimeSpan.FromSeconds(seconds)
                    : throw new HubException(HubFailure.BadName, $"{name} is '{text}', not a number of seconds.", remedy: $"Set it to a number above 0 and at most {Longest}.");
        }
    }

    private static string UserFolder => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static Uri ReadEndpoint(string? text)
    {
        if (text is null)
        {
            return new Uri($"https://{PublicHost}/");
        }

        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? endpoint) && endpoint.Scheme is "http" or "https"
            ? endpoint
            : throw new HubException(HubFailure.BadName, $"HF_ENDPOINT is '{text}', not an address.", remedy: "Set it to something like https://huggingface.co.");
    }

    // A line break anywhere, as a paste may bring along, is left out, as the public tools do; it is none in a header.
    private static string? Clean(string? token) =>
        token?.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim() is { Length: > 0 } clean ? clean : null;

    private static string? ReadToken(string path)
    {
        try
        {
            return File.Exists(path) ? Clean(File.ReadAllText(path)) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HubException(HubFailure.NotAllowed, $"The token cannot be read: {error.Message}", path, "Make the file readable, or set HF_TOKEN.", error);
        }
    }
}
