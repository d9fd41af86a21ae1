namespace Graft.Hub;

/// <summary>
/// Removes of one repository in the cache what nothing leads to. What another process is downloading stays: it holds the
/// lock of its commit from the first content to the last, and that of each content while it writes it and links to it.
/// </summary>
/// <param name="repo">The repository.</param>
/// <param name="isTrial">True to remove nothing.</param>
internal sealed class RepoPruning(CachedRepo repo, bool isTrial)
{
    // Each is locked, which holds a file open.
    private const int BlobsAtOnce = 100;

    private readonly List<string> _removed = [];

    /// <summary>The bytes that are or would be free.</summary>
    public long Bytes { get; private set; }

    /// <summary>What lay there.</summary>
    public IReadOnlyList<string> Removed => _removed;

    private string Snapshots => Path.Combine(repo.Root, "snapshots");

    /// <summary>Removes commits that no branch or tag was last seen at, contents that no commit leads to, pieces of files that no commit has, and downloads cut off.</summary>
    public void Run()
    {
        List<string> kept = RemoveCommits();
        RemoveBlobs();
        HashSet<string> etags = [.. kept.SelectMany(commit => new CommitNotes(repo, commit).Etags)];
        foreach (string pieces in CachedRepo.FoldersIn(repo.Ranges).Where(pieces => !etags.Contains(Path.GetFileName(pieces))))
        {
            Remove(pieces);
        }
    }

    /// <summary>Removes the whole repository.</summary>
    /// <exception cref="HubException">Another process is downloading it.</exception>
    public void RemoveAll()
    {
        foreach (string file in CachedRepo.FilesIn(repo.Locks))
        {
            using ProcessLock? held = ProcessLock.TryTake(file);
            if (held is null)
            {
                throw new HubException(HubFailure.Disk, "Another process is downloading it.", repo.Id.Name, "Wait until that has ended, or stop it.");
            }
        }

        Remove(repo.Root);
    }

    // Gives those that stay.
    private List<string> RemoveCommits()
    {
        var kept = new List<string>();
        string[] notes = Directory.Exists(repo.Notes) ? [.. Directory.EnumerateFileSystemEntries(repo.Notes)
            .Where(note => SafeName.IsCommit(Path.GetFileNameWithoutExtension(note))).Order(StringComparer.Ordinal)] : [];
        foreach (string commit in CachedRepo.FoldersIn(Snapshots).Select(Path.GetFileName).Concat(notes.Select(Path.GetFileNameWithoutExtension)).OfType<string>().Distinct())
        {
            using ProcessLock? held = IsReferenced(commit) ? null : ProcessLock.TryTake(repo.LockFile(commit));

            // A download that has ended since has noted its commit.
            if (held is null || IsReferenced(commit))
            {
                kept.Add(commit);
                continue;
            }

            foreach (string path in notes.Where(note => Path.GetFileNameWithoutExtension(note) == commit).Prepend(repo.Snapshot(commit)).Where(Path.Exists))
            {
                Remove(path);
            }
        }

        return kept;
    }

    // Without any reference nothing tells which commits are old.
    private bool IsReferenced(string commit)
    {
        string[] commits = [.. repo.References.Select(reference => reference.Commit)];
        return commits.Length == 0 || commits.Contains(commit);
    }

    private void RemoveBlobs()
    {
        HashSet<string> used = Used();
        foreach (IGrouping<string, string>[] some in CachedRepo.FilesIn(repo.Blobs).Where(blob => IsIncomplete(blob) || !used.Contains(Path.GetFullPath(blob))).GroupBy(Etag).Chunk(BlobsAtOnce))
        {
            ProcessLock?[] locks = [.. some.Select(blobs => ProcessLock.TryTake(repo.LockFile(blobs.Key)))];
            try
            {
                // A process that had one of them a moment ago may have linked to it.
                used = Used();
                foreach (string blob in some.Where((_, i) => locks[i] is not null).SelectMany(blobs => blobs).Where(blob => File.Exists(blob) && !used.Contains(Path.GetFullPath(blob))))
                {
                    Remove(blob);
                }
            }
            finally
            {
                Array.ForEach(locks, held => held?.Dispose());
            }
        }
    }

    // The contents that commits lead to. What a trial would have removed is still there.
    private HashSet<string> Used() => [.. CachedRepo.FoldersIn(Snapshots).Where(snapshot => !isTrial || !_removed.Contains(snapshot)).SelectMany(CachedRepo.FilesIn)
        .Select(pointer => new FileInfo(pointer).ResolveLinkTarget(returnFinalTarget: true)?.FullName).OfType<string>()];

    private static bool IsIncomplete(string blob) => blob.EndsWith(CachedRepo.IncompleteEnding, StringComparison.Ordinal);

    private static string Etag(string blob) => Path.GetFileName(IsIncomplete(blob) ? blob[..^CachedRepo.IncompleteEnding.Length] : blob);

    private void Remove(string path)
    {
        _removed.Add(path);
        Bytes += Directory.Exists(path) ? CachedRepo.FilesIn(path).Sum(CachedRepo.Size) : CachedRepo.Size(path);
        if (isTrial)
        {
            return;
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
