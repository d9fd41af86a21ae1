using System.Text.Json;

namespace Graft.Hub;

/// <summary>
/// Looks whether the hub's own converter offers safetensors for a repository that has none: an open pull request by its name and title
/// that was made of the commit that main is at. The public tools take such a one by themselves; here the user decides.
/// </summary>
internal static class SafetensorsConversion
{
    private const string Title = "Adding `safetensors` variant of this model";
    private const string Author = "SFconvertbot";
    private const string Open = "open";

    /// <summary>The revision of the pull request, "refs/pr/N"; null if there is none, or the hub does not tell.</summary>
    /// <param name="hub">Asks the hub.</param>
    /// <param name="repo">The model.</param>
    /// <param name="head">The commit that main is at.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<string?> FindAsync(HubConnection hub, RepoId repo, string head, CancellationToken cancellation)
    {
        try
        {
            using JsonDocument discussions = await AskAsync("discussions?type=pull_request&status=open&author=" + Author).ConfigureAwait(false);
            foreach (JsonElement discussion in discussions.RootElement.GetProperty("discussions").EnumerateArray())
            {
                if (IsConversion(discussion) && $"refs/pr/{discussion.GetProperty("num").GetInt32()}" is var revision
                    && await IsMadeOfHeadAsync(revision).ConfigureAwait(false))
                {
                    return revision;
                }
            }
        }
        catch (Exception error) when (error is HubException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Mirrors have no discussions.
        }

        return null;

        async Task<bool> IsMadeOfHeadAsync(string revision)
        {
            using JsonDocument commits = await AskAsync("commits/" + Uri.EscapeDataString(revision)).ConfigureAwait(false);
            JsonElement list = commits.RootElement;
            return list.GetArrayLength() > 1 && list[1].GetProperty("id").GetString() == head;
        }

        async Task<JsonDocument> AskAsync(string path)
        {
            using HttpResponseMessage answer = await hub.GetAsync(new Uri($"{hub.Address(repo.ApiPath)}/{path}"), repo.Name, cancellation).ConfigureAwait(false);
            return await HubAnswer.JsonAsync(answer, repo.Name, cancellation).ConfigureAwait(false);
        }
    }

    // The author above all: anybody may open a pull request of that title.
    private static bool IsConversion(JsonElement discussion) =>
        discussion.GetProperty("isPullRequest").ValueKind == JsonValueKind.True
        && discussion.GetProperty("status").GetString() == Open
        && discussion.GetProperty("title").GetString() == Title
        && discussion.TryGetProperty("author", out JsonElement author) && author.TryGetProperty("name", out JsonElement name)
        && string.Equals(name.GetString(), Author, StringComparison.OrdinalIgnoreCase);
}
