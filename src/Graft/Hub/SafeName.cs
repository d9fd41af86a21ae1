using System.Text.RegularExpressions;
using Graft.Tensors;

namespace Graft.Hub;

/// <summary>
/// Checks what the hub sends before it becomes part of a path: file names, revisions, commits and etags. The same on every
/// system, so that a repository does not work on one and reach outside the cache on another.
/// </summary>
internal static partial class SafeName
{
    private const int LongestName = 1024;

    /// <summary>A file's name in a repository, with "/" between folders.</summary>
    /// <exception cref="HubException">The name leads out of the folder or is not one: "../x", "..\x", "/x", "D:x", "\\host\x", control characters.</exception>
    public static string File(string name, RepoId repo) => IsPath(name)
        ? name
        : throw new HubException(HubFailure.BadName, $"The repository names a file {Quoted.Name(name)}, which is not a safe name.", repo.Name,
            "Nothing was written. Do not trust this repository.");

    /// <summary>A branch, a tag or a commit.</summary>
    /// <exception cref="HubException">It is not one.</exception>
    public static string Revision(string revision, RepoId repo) => IsPath(revision) && !revision.Contains(' ', StringComparison.Ordinal)
        ? revision
        : throw new HubException(HubFailure.BadName, $"{Quoted.Name(revision)} is not a revision.", repo.Name, "A revision is a branch, a tag or a commit.");

    /// <summary>Whether a text is a whole commit id: 40 hexadecimal digits.</summary>
    public static bool IsCommit(string? text) => text is not null && CommitShape().IsMatch(text);

    /// <summary>Whether an etag can be the name of a blob.</summary>
    public static bool IsEtag(string? text) => text is not null && EtagShape().IsMatch(text);

    private static bool IsPath(string name) => name.Length is > 0 and <= LongestName
        && !name.Any(letter => char.IsControl(letter) || letter is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|')
        && name.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && part[^1] is not ' ');

    [GeneratedRegex(@"^[0-9a-f]{40}\z")]
    private static partial Regex CommitShape();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,128}\z")]
    private static partial Regex EtagShape();
}
