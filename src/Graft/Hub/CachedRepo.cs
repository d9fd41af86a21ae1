namespace Graft.Hub;

/// <summary>
/// The folder of one repository in the cache: refs/(revision) holds a commit, blobs/(etag) the content, and
/// snapshots/(commit)/(path) leads to it by a relative link.
/// </summary>
internal sealed class CachedRepo(HubOptions options, RepoId id)
{
    /// <summary>What stands behind the name of a blob that is still being downloaded.</summary>
    public const string IncompleteEnding = ".incomplete";

    private static readonly string[] NoFiles = [];

    /// <summary>The repository.</summary>
    public RepoId Id => id;

    /// <summary>The repository's folder.</summary>
    public string Root { get; } = Path.Combine(options.CacheFolder, id.FolderName);

    /// <summary>The folder of the files' contents.</summary>
    public string Blobs => Path.Combine(Root, "blobs");

    /// <summary>The folder of what Graft alone keeps: parts of files.</summary>
    public string Own => Path.Combine(Root, ".graft");

    /// <summary>The folder of the notes on commits.</summary>
    public string Notes => Path.Combine(Own, "commits");

    /// <summary>The folder of parts of files, one for each etag.</summary>
    public string Ranges => Path.Combine(Own, "ranges");

    /// <summary>The folder of the files that are locked.</summary>
    public string Locks => Path.Combine(options.CacheFolder, ".locks", id.FolderName);

    /// <summary>The commits that branches and tags were last seen at.</summary>
    public IEnumerable<(string Name, string Commit)> References
    {
        get
        {
            string folder = Path.Combine(Root, "refs");
            return FilesIn(folder).Select(file => (Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file).Trim()));
        }
    }

    /// <summary>A file's content.</summary>
    public string Blob(string etag) => Path.Combine(Blobs, etag);

    /// <summary>The files of a commit.</summary>
    public string Snapshot(string commit) => Path.Combine(Root, "snapshots", commit);

    /// <summary>A file of a commit.</summary>
    public string Pointer(string commit, string name) => Path.Combine(Snapshot(commit), Local(name));

    /// <summary>What processes lock that write a blob or, by its commit, download a snapshot.</summary>
    public string LockFile(string name) => Path.Combine(Locks, name + ".lock");

    /// <summary>The commit that a revision was last seen at; null if it is not in the cache.</summary>
    public string? CommitOf(string revision)
    {
        if (SafeName.IsCommit(revision))
        {
            return revision;
        }

        string path = Path.Combine(Root, "refs", Local(revision));
        return File.Exists(path) && File.ReadAllText(path).Trim() is var commit && SafeName.IsCommit(commit) ? commit : null;
    }

    /// <summary>Notes the commit of a revision. Its snapshot's folder is made first: without it the public tools take the repository for damaged.</summary>
    public void WriteReference(string revision, string commit)
    {
        string path = Path.Combine(Root, "refs", Local(revision));
        if (revision != commit && CommitOf(revision) != commit)
        {
            Directory.CreateDirectory(Snapshot(commit));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Tensors.AtomicFile.WriteAllText(path, commit);
        }
    }

    /// <summary>A file of a commit, if it is there and its content too.</summary>
    public string? Find(string commit, string name)
    {
        string path = Pointer(commit, name);
        return IsThere(path) ? path : null;
    }

    /// <summary>The names of all files of a commit that are there.</summary>
    public IReadOnlyList<string> Files(string commit)
    {
        string snapshot = Snapshot(commit);
        return !Directory.Exists(snapshot) ? NoFiles
            : [.. Directory.EnumerateFiles(snapshot, "*", SearchOption.AllDirectories).Where(IsThere)
                .Select(path => Path.GetRelativePath(snapshot, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    /// <summary>Lets a file of a commit lead to a blob: a relative link, or the content itself where links cannot be made.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="etag">The blob.</param>
    /// <param name="isNew">Whether the blob was made just now, so that it may be moved.</param>
    public void Link(string commit, string name, string etag, bool isNew)
    {
        string path = Pointer(commit, name);
        if (IsThere(path))
        {
            return;
        }

        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        File.Delete(path);      // a link that leads nowhere
        if (options.UsesLinks && TryLink(path, Path.GetRelativePath(folder, Blob(etag))))
        {
            return;
        }

        if (isNew)
        {
            File.Move(Blob(etag), path, overwrite: true);
            return;
        }

        string whole = Path.Combine(folder, $"{Tensors.AtomicFile.TemporaryPrefix}{Guid.NewGuid():n}{Tensors.AtomicFile.TemporarySuffix}");
        File.Copy(Blob(etag), whole);
        File.Move(whole, path, overwrite: true);
    }

    /// <summary>All files below a folder; none if there is no such folder.</summary>
    public static string[] FilesIn(string folder) => Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];

    /// <summary>The folders in a folder; none if there is no such folder.</summary>
    public static string[] FoldersIn(string folder) => Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)] : [];

    /// <summary>A file's bytes. A link takes no space of its own.</summary>
    public static long Size(string path) => new FileInfo(path) is { LinkTarget: null, Exists: true } file ? file.Length : 0;

    /// <summary>Whether a path leads to a file; a link to nothing does not.</summary>
    public static bool IsThere(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && (file.LinkTarget is null || (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target && target.Exists));
    }

    private static string Local(string name) => name.Replace('/', Path.DirectorySeparatorChar);

    private static bool TryLink(string path, string target)
    {
        try
        {
            File.CreateSymbolicLink(path, target);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return IsThere(path);
        }
    }
}
