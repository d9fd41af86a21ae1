using System.Collections.Concurrent;
using Graft.Data.Reading;

namespace Graft.Hub;

/// <summary>
/// Gets models and datasets from the hub into the cache that the public tools use too. What the cache holds whole is used
/// as it is, without any request; <see cref="Download"/> asks the hub for news.
/// </summary>
public sealed class HubClient : IDisposable
{
    private const string DefaultRevision = "main";

    private readonly Action<DownloadProgress>? _tell;
    private readonly HubConnection _hub;

    /// <summary>Creates a client; nothing is asked for yet.</summary>
    /// <param name="options">How the hub is reached; null reads the environment.</param>
    /// <param name="tell">Gets the progress of downloads, on any thread, one call at a time.</param>
    /// <exception cref="HubException">The environment cannot be understood.</exception>
    public HubClient(HubOptions? options = null, Action<DownloadProgress>? tell = null)
    {
        Options = options ?? HubOptions.FromEnvironment();
        _tell = tell;
        _hub = new HubConnection(Options);
    }

    /// <summary>How the hub is reached.</summary>
    public HubOptions Options { get; }

    /// <summary>The connection.</summary>
    internal HubConnection Connection => _hub;

    /// <summary>The folder of a model, downloaded if it is not whole in the cache.</summary>
    /// <param name="name">"organisation/name", with "@revision" for a branch, tag or commit; "main" without.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="HubException">The model cannot be had; the message says why and what to do.</exception>
    public string Model(string name, CancellationToken cancellation = default) => Synchronously.Run(() => ModelAsync(name, cancellation));

    /// <summary>The same without a thread that waits for it.</summary>
    /// <inheritdoc cref="Model" path="/param"/>
    /// <inheritdoc cref="Model" path="/exception"/>
    public async Task<string> ModelAsync(string name, CancellationToken cancellation = default)
    {
        (RepoId repo, string revision) = Parse(RepoKind.Model, name);
        var cache = new CachedRepo(Options, repo);
        string? commit = cache.CommitOf(revision);
        IReadOnlyList<string> missing = commit is null ? [] : ModelFiles.Missing(repo, cache, commit);
        return commit is not null && missing.Count == 0 ? cache.Snapshot(commit)
            : Options.IsOffline ? throw Absent(repo, revision, missing)
            : await DownloadModelAsync(repo, revision, cancellation).ConfigureAwait(false);
    }

    /// <summary>Downloads a model, or the tables of a dataset (parquet files if there are any), as the hub has them now; what is in the cache already is not downloaded again.</summary>
    /// <param name="kind">What the repository holds.</param>
    /// <param name="name">"organisation/name", with "@revision" for a branch, tag or commit; "main" without.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The snapshot's folder.</returns>
    /// <exception cref="HubException">It cannot be had; the message says why and what to do.</exception>
    public string Download(RepoKind kind, string name, CancellationToken cancellation = default) => Synchronously.Run(() => DownloadAsync(kind, name, cancellation));

    /// <summary>The same without a thread that waits for it.</summary>
    /// <inheritdoc cref="Download" path="/param"/>
    /// <returns>The snapshot's folder.</returns>
    /// <inheritdoc cref="Download" path="/exception"/>
    public async Task<string> DownloadAsync(RepoKind kind, string name, CancellationToken cancellation = default)
    {
        (RepoId repo, string revision) = Parse(kind, name);
        return kind == RepoKind.Model
            ? await DownloadModelAsync(repo, revision, cancellation).ConfigureAwait(false)
            : await DownloadDatasetAsync(repo, revision, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _hub.Dispose();

    /// <summary>Counts what is downloaded of some files.</summary>
    internal ProgressCounter Progress(RepoId repo, int files) => new(repo.Name, files, _tell, _hub.Clock);

    /// <summary>Splits "organisation/name@revision".</summary>
    internal static (RepoId Repo, string Revision) Parse(RepoKind kind, string name)
    {
        int at = name.IndexOf('@', StringComparison.Ordinal);
        var repo = new RepoId(kind, at < 0 ? name : name[..at]);
        return (repo, at < 0 ? DefaultRevision : SafeName.Revision(name[(at + 1)..], repo));
    }

    /// <summary>Whether a text may be "organisation/name" with an optional "@revision".</summary>
    internal static bool IsName(string text) => RepoId.IsName(text.Split('@')[0]);

    /// <summary>What the hub has at a revision now.</summary>
    internal Task<RepoListing> ListAsync(RepoId repo, string revision, CancellationToken cancellation)
    {
        Options.RefuseOffline($"{repo}@{revision}");
        return RepoListing.AskAsync(_hub, repo, revision, cancellation);
    }

    /// <summary>What the hub has on a dataset's converted branch; null if there is none.</summary>
    internal async Task<RepoListing?> ListConvertedAsync(RepoId repo, CancellationToken cancellation)
    {
        try
        {
            return await ListAsync(repo, DatasetLayout.ConvertedBranch, cancellation).ConfigureAwait(false);
        }
        catch (HubException error) when (error.Failure is HubFailure.RevisionNotFound or HubFailure.RepositoryNotFound or HubFailure.FileNotFound)
        {
            // Mirrors do not all say which it is that is not there.
            return null;
        }
    }

    /// <summary>Files of one commit, downloaded if they are not in the cache, several at once. Nothing is begun if the disk has no room for all.</summary>
    /// <param name="repo">The repository.</param>
    /// <param name="revision">What was asked for.</param>
    /// <param name="commit">The commit that it is.</param>
    /// <param name="files">The files that are wanted.</param>
    /// <param name="listing">All files of the commit, to be noted before the first comes; null if they are not known, or noted.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The snapshot's folder.</returns>
    internal Task<string> GetAsync(
        RepoId repo, string revision, string commit, IReadOnlyList<string> files, IReadOnlyList<string>? listing, CancellationToken cancellation) =>
        GetAsync(repo, revision, commit, files, listing, isNews: false, cancellation);

    /// <summary>What to say where the cache does not hold all.</summary>
    internal HubException Absent(RepoId repo, string revision, IReadOnlyList<string> missing) => new(
        HubFailure.Offline,
        missing.Count == 0 ? $"Nothing of it (revision {revision}) is in the cache {Options.CacheFolder}, and HF_HUB_OFFLINE is set."
            : $"The cache {Options.CacheFolder} lacks {string.Join(", ", missing)}, and HF_HUB_OFFLINE is set.",
        repo.Name,
        $"Download it where there is a network: graft download {(repo.Kind == RepoKind.Dataset ? "--dataset " : "")}{repo}.");

    private async Task<string> DownloadModelAsync(RepoId repo, string revision, CancellationToken cancellation)
    {
        RepoListing listing = await ListAsync(repo, revision, cancellation).ConfigureAwait(false);
        var cache = new CachedRepo(Options, repo);
        string? conversion = revision == DefaultRevision && ModelFiles.HasOtherWeightsAlone(listing.Files)
            ? await SafetensorsConversion.FindAsync(_hub, repo, listing.Commit, cancellation).ConfigureAwait(false) : null;
        IReadOnlyList<string> small = ModelFiles.Small(repo, listing.Files, conversion);
        bool hasSingleFile = listing.Files.Contains(Tensors.WeightFolder.SingleFile);

        // The names of shards are in the index alone, which must come first.
        string[] known = hasSingleFile ? [.. small, Tensors.WeightFolder.SingleFile] : [.. small];
        ConcurrentDictionary<string, RemoteFile> described = await DescribeAsync(cache, listing.Commit, known, cancellation).ConfigureAwait(false);
        if (described.IsEmpty && cache.CommitOf(revision) == listing.Commit
            && ModelFiles.Weights(repo, cache.Snapshot(listing.Commit), hasSingleFile) is var there && there.All(file => cache.Find(listing.Commit, file) is not null))
        {
            // Nothing is to be written: a cache that cannot be written to serves too.
            return cache.Snapshot(listing.Commit);
        }

        using ProcessLock held = await ProcessLock.ShareAsync(cache.LockFile(listing.Commit), cancellation).ConfigureAwait(false);
        string folder = await GetAsync(cache, revision, listing.Commit, small, described, listing: null, cancellation).ConfigureAwait(false);
        IReadOnlyList<string> weights = ModelFiles.Weights(repo, folder, hasSingleFile);
        if (!hasSingleFile)
        {
            described = await DescribeAsync(cache, listing.Commit, weights, cancellation).ConfigureAwait(false);
        }

        await GetAsync(cache, revision, listing.Commit, weights, described, listing: null, cancellation).ConfigureAwait(false);
        Note(cache, revision, listing.Commit, isWhole: true);
        return folder;
    }

    private async Task<string> DownloadDatasetAsync(RepoId repo, string revision, CancellationToken cancellation)
    {
        RepoListing listing = await ListAsync(repo, revision, cancellation).ConfigureAwait(false);
        string[] files = Parquet(listing);
        string[] tables = [.. listing.Files.Where(DatasetLayout.IsTable)];
        if (files.Length == 0 && revision == DefaultRevision && await ConvertedAsync().ConfigureAwait(false) is { } converted && Parquet(converted).Length > 0)
        {
            (revision, listing) = (DatasetLayout.ConvertedBranch, converted);
            files = Parquet(listing);
        }

        files = files.Length > 0 ? files : tables;
        if (files.Length == 0)
        {
            throw new HubException(
                HubFailure.NotUsable, "The repository holds no tables that Graft reads (parquet, CSV, JSON Lines).", repo.Name, "Download its files, and name them or their folder.");
        }

        // The card says which files make which split.
        string[] card = listing.Files.Contains(DatasetCard.FileName) ? [DatasetCard.FileName] : [];
        return await GetAsync(repo, revision, listing.Commit, [.. card, .. files], listing.Files, isNews: true, cancellation).ConfigureAwait(false);

        // Where there are other tables, the branch is not needed.
        async Task<RepoListing?> ConvertedAsync()
        {
            try
            {
                return await ListConvertedAsync(repo, cancellation).ConfigureAwait(false);
            }
            catch (HubException) when (tables.Length > 0)
            {
                return null;
            }
        }

        static string[] Parquet(RepoListing all) => [.. all.Files.Where(DatasetLayout.IsParquet)];
    }

    // News: the revision is this commit from now on, once all is there.
    private async Task<string> GetAsync(
        RepoId repo, string revision, string commit, IReadOnlyList<string> files, IReadOnlyList<string>? listing, bool isNews, CancellationToken cancellation)
    {
        var cache = new CachedRepo(Options, repo);
        ConcurrentDictionary<string, RemoteFile> described = await DescribeAsync(cache, commit, files, cancellation).ConfigureAwait(false);

        if (described.IsEmpty && (cache.CommitOf(revision) is var noted && (isNews ? noted == commit : noted is not null)))
        {
            if (listing is not null)
            {
                new CommitNotes(cache, commit).TryWrite(listing);
            }

            return cache.Snapshot(commit);
        }

        // Until the commit is noted, this alone tells that it is not an old one.
        using ProcessLock held = await ProcessLock.ShareAsync(cache.LockFile(commit), cancellation).ConfigureAwait(false);
        string folder = await GetAsync(cache, revision, commit, files, described, listing, cancellation).ConfigureAwait(false);
        if (isNews)
        {
            Note(cache, revision, commit, isWhole: true);
        }

        return folder;
    }

    // Where another commit is noted already, it stays until the new one is whole.
    private static void Note(CachedRepo cache, string revision, string commit, bool isWhole)
    {
        if (isWhole || cache.CommitOf(revision) is null)
        {
            cache.WriteReference(revision, commit);
        }
    }

    // What the hub tells of the files that are not in the cache, once the disk is known to have room for them.
    private async Task<ConcurrentDictionary<string, RemoteFile>> DescribeAsync(CachedRepo cache, string commit, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        // Every name is checked before anything is asked for or written.
        string[] missing = [.. files.Select(file => SafeName.File(file, cache.Id)).Where(file => cache.Find(commit, file) is null)];
        var described = new ConcurrentDictionary<string, RemoteFile>(StringComparer.Ordinal);
        await InParallelAsync(missing, async (name, stop) =>
            described[name] = await RemoteFile.AskAsync(_hub, Options, cache.Id, commit, name, stop).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        long[] needed = [.. described.Values.DistinctBy(file => file.Etag).Select(file => Remaining(cache, file)).Where(bytes => bytes > 0)];
        if (needed.Length > 0)
        {
            FreeSpace.Require(Options, cache.Root, needed.Sum(), needed.Length == 1 ? "the contents of 1 file" : $"the contents of {needed.Length:N0} files");
        }

        return described;
    }

    private static long Remaining(CachedRepo cache, RemoteFile file)
    {
        string blob = cache.Blob(file.Etag);
        var part = new FileInfo(blob + CachedRepo.IncompleteEnding);
        return File.Exists(blob) ? 0 : (file.Length ?? 0) - (part.Exists ? part.Length : 0);
    }

    private async Task<string> GetAsync(
        CachedRepo cache, string revision, string commit, IReadOnlyList<string> names, IReadOnlyDictionary<string, RemoteFile> described,
        IReadOnlyList<string>? listing, CancellationToken cancellation)
    {
        try
        {
            if (listing is not null)
            {
                // Before the first content: a download that is cut, or still going on, is then never taken for the whole.
                new CommitNotes(cache, commit).Write(listing);
            }

            Note(cache, revision, commit, isWhole: false);
            var progress = Progress(cache.Id, names.Count);
            await InParallelAsync(
                names, (name, stop) => GetAsync(cache, commit, name, described.GetValueOrDefault(name), progress, stop), cancellation).ConfigureAwait(false);
            return cache.Snapshot(commit);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HubException(HubFailure.Disk, $"The cache cannot be written to: {error.Message}", cache.Root, "Set HF_HUB_CACHE to a folder that can be written to.", error);
        }
    }

    // file is null for what was in the cache when it was asked for.
    private async Task GetAsync(CachedRepo cache, string commit, string name, RemoteFile? file, ProgressCounter progress, CancellationToken cancellation)
    {
        if (cache.Find(commit, name) is null)
        {
            file ??= await RemoteFile.AskAsync(_hub, Options, cache.Id, commit, name, cancellation).ConfigureAwait(false);
            using ProcessLock held = await ProcessLock.TakeAsync(cache.LockFile(file.Etag), cancellation).ConfigureAwait(false);
            string blob = cache.Blob(file.Etag);
            bool isNew = cache.Find(commit, name) is null && !File.Exists(blob);
            if (isNew)
            {
                await new BlobDownload(_hub, Options, cache.Id, name, file, progress).RunAsync(blob, cancellation).ConfigureAwait(false);
            }

            cache.Link(commit, name, file.Etag, isNew);
            if (new FileInfo(cache.Pointer(commit, name)) is { LinkTarget: null } content)
            {
                // No link tells what its hash should be.
                new CommitNotes(cache, commit).Write(name, file with { Length = content.Length });
            }
        }

        progress.FileDone();
    }

    private Task InParallelAsync(IEnumerable<string> names, Func<string, CancellationToken, Task> work, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Options.ParallelDownloads, CancellationToken = cancellation };
        return Parallel.ForEachAsync(names, parallel, async (name, stop) => await work(name, stop).ConfigureAwait(false));
    }
}
