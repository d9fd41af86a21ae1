namespace Graft.Hub;

/// <summary>Looks after the cache: lists it, checks its files against their hashes, removes what nothing leads to.</summary>
/// <param name="options">Where it is.</param>
public sealed class HubCache(HubOptions options)
{
    /// <summary>The repositories in the cache, by folder name.</summary>
    public IReadOnlyList<CacheEntry> List() => Guard(() => (IReadOnlyList<CacheEntry>)[.. Repositories().Select(Describe)]);

    /// <summary>Checks every content against its hash, and every link. The hash is the content's name, or was noted where the system makes no links.</summary>
    /// <param name="name">A repository, or null for all.</param>
    /// <param name="remove">True to remove what is wrong, so that the next use downloads it again.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>What is wrong, how many files were checked, and how many could not be, as no hash of theirs is known.</returns>
    /// <exception cref="HubException">There is no such repository in the cache, or it cannot be read.</exception>
    public (IReadOnlyList<CacheProblem> Problems, int Checked, int Unknown) Verify(string? name, bool remove, CancellationToken cancellation = default) => Guard(() =>
    {
        var problems = new List<CacheProblem>();
        int count = 0, unknown = 0;
        foreach (CachedRepo repo in Repositories(name))
        {
            string snapshots = Path.Combine(repo.Root, "snapshots");
            string[] pointers = CachedRepo.FilesIn(snapshots);
            foreach (string pointer in pointers)
            {
                cancellation.ThrowIfCancellationRequested();
                if (new FileInfo(pointer).LinkTarget is not null)
                {
                    Report(pointer, CachedRepo.IsThere(pointer) ? null : "It leads to nothing.");
                    continue;
                }

                string[] path = Path.GetRelativePath(snapshots, pointer).Split(Path.DirectorySeparatorChar, 2);
                Compare(pointer, path.Length == 2 ? new CommitNotes(repo, path[0]).Find(path[1])?.Etag : null);
            }

            foreach (string blob in CachedRepo.FilesIn(repo.Blobs).Where(file => !file.EndsWith(CachedRepo.IncompleteEnding, StringComparison.Ordinal)))
            {
                cancellation.ThrowIfCancellationRequested();
                Compare(blob, Path.GetFileName(blob));
            }

            foreach (string folder in CachedRepo.FoldersIn(repo.Ranges))
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

        return ((IReadOnlyList<CacheProblem>)problems, count, unknown);

        // A content whose name is no hash can still be seen to be a page in the place of a file.
        void Compare(string path, string? etag)
        {
            string? problem = etag is null ? null : BlobChecksum.Problem(path, etag, length: null);
            if (problem is null && (etag is null || !BlobChecksum.Tells(etag)))
            {
                unknown++;
                return;
            }

            Report(path, problem);
        }

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
    /// Removes commits that no branch or tag was last seen at, contents that no commit leads to, pieces of files that no commit
    /// has, and downloads cut off; with a name the whole repository. What another process is downloading stays.
    /// </summary>
    /// <param name="name">A repository to remove as a whole, or null.</param>
    /// <param name="isTrial">True to remove nothing.</param>
    /// <param name="kind">What the repositories hold; null for any.</param>
    /// <returns>The bytes that are or would be free, and what lay there.</returns>
    /// <exception cref="HubException">There is no such repository in the cache, there are two, it is being downloaded, or it cannot be written to.</exception>
    public (long Bytes, IReadOnlyList<string> Removed) Prune(string? name, bool isTrial, RepoKind? kind = null) => Guard(() =>
    {
        CachedRepo[] repos = Repositories(name, kind);
        if (name is not null && repos.Length > 1)
        {
            throw new HubException(HubFailure.BadName, "The cache has a model and a dataset of this name.", name, "Say which is meant: --model or --dataset.");
        }

        var removed = new List<string>();
        long bytes = 0;
        foreach (CachedRepo repo in repos)
        {
            var pruning = new RepoPruning(repo, isTrial);
            if (name is null)
            {
                pruning.Run();
            }
            else
            {
                pruning.RemoveAll();
            }

            removed.AddRange(pruning.Removed);
            bytes += pruning.Bytes;
        }

        return (bytes, (IReadOnlyList<string>)removed);
    });

    private CacheEntry Describe(CachedRepo repo)
    {
        (string Name, string Commit)[] references = [.. repo.References];
        return new CacheEntry(
            repo.Id.Kind, repo.Id.Name, repo.Root,
            CachedRepo.FilesIn(repo.Root).Sum(CachedRepo.Size), CachedRepo.FilesIn(repo.Blobs).Where(blob => blob.EndsWith(CachedRepo.IncompleteEnding, StringComparison.Ordinal)).Sum(CachedRepo.Size),
            [.. CachedRepo.FoldersIn(Path.Combine(repo.Root, "snapshots")).Select(Path.GetFileName).OfType<string>()
                .Select(commit => new CacheRevision(commit, [.. references.Where(reference => reference.Commit == commit).Select(reference => reference.Name)], repo.Files(commit).Count))]);
    }

    private CachedRepo[] Repositories(string? name = null, RepoKind? kind = null)
    {
        CachedRepo[] all = [.. CachedRepo.FoldersIn(options.CacheFolder).Select(folder => RepoId.OfFolder(Path.GetFileName(folder))).OfType<RepoId>()
            .Where(id => (name is null || id.Name == name) && (kind is null || id.Kind == kind)).Select(id => new CachedRepo(options, id))];
        return all.Length > 0 || name is null ? all
            : throw new HubException(HubFailure.RepositoryNotFound, $"The cache {options.CacheFolder} has no such repository.", name, "graft cache list shows what there is.");
    }

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
