using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Graft.LocalHub;

/// <summary>A repository with its commits and branches.</summary>
/// <param name="kind">"models" or "datasets".</param>
/// <param name="id">Organisation and name.</param>
public sealed class LocalRepo(string kind, string id)
{
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, LocalFile>> _commits = new();
    private readonly ConcurrentDictionary<string, string> _messages = new();

    /// <summary>"models" or "datasets".</summary>
    public string Kind => kind;

    /// <summary>Organisation and name.</summary>
    public string Id => id;

    /// <summary>The token that opens it; null for everybody.</summary>
    public string? Token { get; set; }

    /// <summary>Whether its terms must be accepted first.</summary>
    public bool IsGated { get; set; }

    /// <summary>Whether its owner alone was to see it when it was created. Nothing is refused for it: see <see cref="Token"/>.</summary>
    public bool IsPrivate { get; set; }

    /// <summary>Branches and tags.</summary>
    public ConcurrentDictionary<string, string> References { get; } = new();

    /// <summary>The newest commit of main.</summary>
    public string Head => References["main"];

    /// <summary>The message of a commit; empty where it has none.</summary>
    public string Message(string commit) => _messages.GetValueOrDefault(commit, "");

    /// <summary>Commits files and moves a branch to them.</summary>
    /// <returns>The commit.</returns>
    public string Commit(IReadOnlyDictionary<string, LocalFile> files, string branch = "main", string message = "")
    {
        string text = string.Join('\n', files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key} {file.Value.Etag}")) + References.GetValueOrDefault(branch);
        string commit = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes($"{kind}/{id}\n{text}")));
        _commits[commit] = files;
        _messages[commit] = message;
        References[branch] = commit;
        return commit;
    }

    /// <summary>Commits a folder.</summary>
    public string CommitFolder(string folder, string branch = "main") => Commit(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), path => LocalFile.Of(path)), branch);

    /// <summary>The commit of a branch, a tag or a commit.</summary>
    public string? Find(string revision) => _commits.ContainsKey(revision) ? revision : References.GetValueOrDefault(revision);

    /// <summary>The files of a commit.</summary>
    public IReadOnlyDictionary<string, LocalFile> Files(string commit) => _commits[commit];
}
