using Graft.Hub;
using Graft.Jobs;
using Graft.Jobs.Events;

namespace Graft.Cli.Output;

/// <summary>Shows the hub's cache, and uploads.</summary>
internal static class HubOutput
{
    private const int CommitDigits = 7;

    /// <summary>Shows what is in the cache.</summary>
    public static void Show(bool json, HubCacheListing listing)
    {
        if (json)
        {
            JsonLines.Write(listing, EventJson.Default.HubCacheListing);
            return;
        }

        IScreen screen = Screen.Create();
        if (listing.Repositories.Count > 0)
        {
            screen.Table(["repository", "kind", "revisions", "size", "unfinished"], listing.Repositories.Select(entry => (IReadOnlyList<string>)
            [
                entry.Name, entry.Kind == RepoKind.Model ? "model" : "dataset",
                string.Join(", ", entry.Revisions.Select(revision => revision.References.Count > 0 ? string.Join(' ', revision.References) : revision.Commit[..Math.Min(CommitDigits, revision.Commit.Length)])),
                Figures.Bytes(entry.Bytes), entry.UnfinishedBytes > 0 ? Figures.Bytes(entry.UnfinishedBytes) : "-",
            ]));
        }

        screen.Line($"{listing.Folder}: {Figures.Count(listing.Repositories.Count)} repositories, {Figures.Bytes(listing.Repositories.Sum(entry => entry.Bytes))}");
    }

    /// <summary>Shows what a check found.</summary>
    public static void Show(bool json, HubCacheCheck check)
    {
        if (json)
        {
            JsonLines.Write(check, EventJson.Default.HubCacheCheck);
            return;
        }

        IScreen screen = Screen.Create();
        foreach (CacheProblem problem in check.Problems)
        {
            screen.Warning($"{problem.Path}: {problem.Problem}");
        }

        string done = check.Removed ? "They were removed; the next use downloads them again." : "Remove them with graft cache verify --remove; the next use downloads them again.";
        screen.Line($"{Figures.Count(check.Checked, "file was", "files were")} checked, {Figures.Count(check.Problems.Count)} {(check.Problems.Count == 1 ? "is" : "are")} wrong. {(check.Problems.Count > 0 ? done : "")}".TrimEnd());
        if (check.Unknown > 0)
        {
            screen.Line($"{Figures.Count(check.Unknown, "file has", "files have")} no known hash and {(check.Unknown == 1 ? "was" : "were")} not checked.");
        }
    }

    /// <summary>Shows what was removed.</summary>
    public static void Show(bool json, HubCachePruning pruning)
    {
        if (json)
        {
            JsonLines.Write(pruning, EventJson.Default.HubCachePruning);
            return;
        }

        IScreen screen = Screen.Create();
        foreach (string path in pruning.Removed)
        {
            screen.Line(path);
        }

        screen.Line(pruning.Removed.Count == 0 ? "There is nothing to remove." : $"{Figures.Bytes(pruning.Bytes)} {(pruning.IsTrial ? "would be free; nothing was removed." : "are free.")}");
    }

    /// <summary>Runs an upload and shows it.</summary>
    public static void Show(bool json, Func<Action<JobEvent>, PushResult> push)
    {
        if (json)
        {
            JsonLines.Write(push(JsonLines.Write), EventJson.Default.PushResult);
            return;
        }

        IScreen screen = Screen.Create();
        PushResult? result = null;
        screen.Run("uploading", () => result = push(happened =>
        {
            var upload = (Uploading)happened;
            screen.Progress("uploading", upload.BytesDone, upload.Bytes, $"{Figures.Bytes(upload.BytesDone)} of {Figures.Bytes(upload.Bytes)}");
        }));
        screen.Line($"{Figures.Count(result!.Files.Count, "file")} in commit {result.Commit}: {string.Join(", ", result.Files)}");
        screen.Strong(result.Address);
    }
}
