using System.Globalization;
using Graft.Tensors;

namespace Graft.Hub;

/// <summary>
/// What Graft remembers of a commit: the names of all its files, so that a part of them is not taken for the whole, and the
/// etag and length of some. The notes lie in a folder that the public tools pass over.
/// </summary>
internal sealed class CommitNotes(CachedRepo cache, string commit)
{
    private const string Ending = ".txt";

    private string Names => Path.Combine(cache.Notes, commit + Ending);

    private string Details => Path.Combine(cache.Notes, commit);

    /// <summary>The names of all files, or null if they were not noted.</summary>
    public IReadOnlyList<string>? Files => File.Exists(Names) ? File.ReadAllLines(Names) : null;

    /// <summary>The etags of all files of which they were noted.</summary>
    public IEnumerable<string> Etags => CachedRepo.FilesIn(Details)
        .Select(path => Find(Path.GetRelativePath(Details, path)[..^Ending.Length])?.Etag).OfType<string>();

    /// <summary>Notes the names.</summary>
    public void Write(IReadOnlyList<string> files)
    {
        if (Files is null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Names)!);
            AtomicFile.WriteAllText(Names, string.Join('\n', files));
        }
    }

    /// <summary>Notes the names where the cache can be written to: where all that is read is here, the notes only spare a question.</summary>
    public void TryWrite(IReadOnlyList<string> files)
    {
        try
        {
            Write(files);
        }
        catch (Exception error) when (error is FileWriteException or IOException or UnauthorizedAccessException)
        {
            // The hub is asked again the next time.
        }
    }

    /// <summary>Etag and length of a file, or null if they were not noted.</summary>
    public RemoteFile? Find(string name)
    {
        string path = Of(name);
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        return lines.Length == 2 && SafeName.IsEtag(lines[0]) && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            ? new RemoteFile(commit, lines[0], length) : null;
    }

    /// <summary>Notes etag and length of a file.</summary>
    public void Write(string name, RemoteFile file)
    {
        string path = Of(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"{file.Etag}\n{file.Length}"));
    }

    private string Of(string name) => Path.Combine(Details, name.Replace('/', Path.DirectorySeparatorChar) + Ending);
}
