namespace Graft.Hub;

/// <summary>Looks after the cache: lists it, checks its files against their hashes, removes what nothing leads to.</summary>
/// <param name="options">Where it is.</param>
public sealed class HubCache(HubOptions options)
{
    /// <summary>The repositories in the cache, by folder name.</summary>
    public IReadOnlyList<CacheEntry> List() => Guard(() => (IReadOnlyList<CacheEntry>)[.. Repositories().Select(Describe)]);

    /// <summary>Checks every content against its name, which is its hash, and every link.</summary>
    /// <param name="name">A repository, or null for all.</param>
    /// <param name="remove">True to remove what is wrong, so that the next use downloads it again.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>What is wrong, and how many files were checked.</returns>
    /// <exception cref="HubException">There is no such repository in the cache, or it cannot be read.</exception>
    public (IReadOnlyList<CacheProblem> Problems, int Checked) Verify(string? name, bool remove, CancellationToken cancellation = default) => Guard(() =>
    {
        var problems = new List<CacheProblem>();
        int count = 0;
        foreach (CachedRepo repo in Repositories(name))
        {
            string[] pointers = Files(Path.Combine(repo.Root, "snapshots"));
            foreach (string pointer in pointers)
            {
                Report(pointer, CachedRepo.IsThere(pointer) ? null : "It leads to nothing.");
            }

            foreach (string blob in Files(repo.Blobs).Where(file => !file.EndsWith(CachedRepo.IncompleteEnding, StringComparison.Ordinal)))
            {
                cancellation.ThrowIfCancellationRequested();
                Report(blob, BlobChecksum.Problem(blob, Path.GetFileName(blob), length: null));
            }

            foreach (string folder in Folders(Path.Combine(repo.Own, "ranges")))
            {
                foreach (RangePiece piece in RangePiece.In(folder))
                {
                    cancellation.ThrowIfCancellationRequested();
                    Report(piece.Path, piece.Read() is null ? "It is not what was written." : null);
                }
            }

            // Links to what was removed just now.
            foreach (string pointer in remove ? pointers.Where(pointer => !CachedRepo.IsThere(pointer)) : [])
            {
                File.Delete(pointer);
            }
        }

        return ((IReadOnlyList<CacheProblem>)problems, count);

        void Report(string path, string? problem)
        {
            count++;
            if (problem is null)
            {
                return;
            }

            problems.Add(new CacheProblem(path, problem));
            if (remove)
            {
                File.Delete(path);
            }
        }
    });

    /// <summary>
    /// Removes commits that no branch or tag was last seen at, contents that no commit leads to, and downloads cut off; with
    /// a name the whole repository. What another process is writing stays.
    /// </summary>
    /// <param name="name">A repository to remove as a whole, or null.</param>
    /// <param name="isTrial">True to remove nothing.</param>
    /// <returns>The bytes that are or would be free, and what lay there.</returns>
    /// <exception cref="HubException">There is no such repository in the cache, or it cannot be written to.</exception>
    public (long Bytes, IReadOnlyList<string> Removed) Prune(string? name, bool isTrial) => Guard(() =>
    {
        var removed = new List<string>();
        long bytes = 0;
        foreach (CachedRepo repo in Repositories(name))
        {
            string[] paths = name is not null ? [repo.Root] : [.. Unneeded(repo)];
            foreach (string path in paths)
            {
                removed.Add(path);
                bytes += Directory.Exists(path) ? Files(path).Sum(Size) : Size(path);
                if (isTrial)
                {
                    continue;
                }

                if (Directory.Exists(path))
                {
                    Directory.Delete(path, recursive: true);
                }
                else
                {
                    File.Delete(path);
                }
            }
        }

        return (bytes, (IReadOnlyList<string>)removed);
    });

    private IEnumerable<string> Unneeded(CachedRepo repo)
    {
        HashSet<string> kept = [.. References(repo).Select(reference => reference.Commit)];
        string[] old = [.. Folders(Path.Combine(repo.Root, "snapshots")).Where(snapshot => kept.Count > 0 && !kept.Contains(Path.GetFileName(snapshot)))];
        HashSet<string> used = [.. Folders(Path.Combine(repo.Root, "snapshots")).Except(old).SelectMany(Files)
            .Select(pointer => new FileInfo(pointer).ResolveLinkTarget(returnFinalTarget: true)?.FullName).OfType<string>()];
        IEnumerable<string> blobs = Files(repo.Blobs).Where(blob => blob.EndsWith(CachedRepo.IncompleteEnding, StringComparison.Ordinal)
            ? IsIdle(repo, blob[..^CachedRepo.IncompleteEnding.Length])
            : !used.Contains(Path.GetFullPath(blob)) && IsIdle(repo, blob));
        IEnumerable<string> notes = Directory.Exists(Path.Combine(repo.Own, "commits"))
            ? Directory.EnumerateFileSystemEntries(Path.Combine(repo.Own, "commits")).Where(note => kept.Count > 0 && !kept.Contains(Path.GetFileNameWithoutExtension(note)))
            : [];
        return [.. old, .. blobs, .. notes];
    }

    private static bool IsIdle(CachedRepo repo, string blob)
    {
        using ProcessLock? held = ProcessLock.TryTake(repo.LockFile(Path.GetFileName(blob)));
        return held is not null;
    }

    private CacheEntry Describe(CachedRepo repo)
    {
        (string Name, string Commit)[] references = [.. References(repo)];
        return new CacheEntry(
            repo.Id.Kind, repo.Id.Name, repo.Root,
            Files(repo.Root).Sum(Size), Files(repo.Blobs).Where(blob => blob.EndsWith(CachedRepo.IncompleteEnding, StringComparison.Ordinal)).Sum(Size),
            [.. Folders(Path.Combine(repo.Root, "snapshots")).Select(Path.GetFileName).OfType<string>()
                .Select(commit => new CacheRevision(commit, [.. references.Where(reference => reference.Commit == commit).Select(reference => reference.Name)], repo.Files(commit).Count))]);
    }

    private static IEnumerable<(string Name, string Commit)> References(CachedRepo repo)
    {
        string folder = Path.Combine(repo.Root, "refs");
        return Files(folder).Select(file => (Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file).Trim()));
    }

    private CachedRepo[] Repositories(string? name = null)
    {
        CachedRepo[] all = [.. Folders(options.CacheFolder).Select(folder => RepoId.OfFolder(Path.GetFileName(folder))).OfType<RepoId>()
            .Where(id => name is null || id.Name == name).Select(id => new CachedRepo(options, id))];
        return all.Length > 0 || name is null ? all
            : throw new HubException(HubFailure.RepositoryNotFound, $"The cache {options.CacheFolder} has no such repository.", name, "graft cache list shows what there is.");
    }

    // A link takes no space of its own.
    private static long Size(string path) => new FileInfo(path) is { LinkTarget: null, Exists: true } file ? file.Length : 0;

    private static string[] Files(string folder) => Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];

    private static string[] Folders(string folder) => Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)] : [];

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HubException(HubFailure.Disk, $"The cache cannot be looked after: {error.Message}", options.CacheFolder, "Check who may read and write it.", error);
        }
    }
}
