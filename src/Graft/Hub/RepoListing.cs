using System.Text.Json;

namespace Graft.Hub;

/// <summary>The files of a repository at one commit.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Files">The names, by their characters' codes.</param>
internal sealed record RepoListing(string Commit, IReadOnlyList<string> Files)
{
    /// <summary>Asks the hub what a revision is at this moment. All files of a snapshot are then taken from that one commit.</summary>
    /// <exception cref="HubException">There is no such repository or revision, or the answer is not one of a hub.</exception>
    public static async Task<RepoListing> AskAsync(HubConnection hub, RepoId repo, string revision, CancellationToken cancellation)
    {
        string what = $"{repo}@{revision}";
        var address = new Uri(hub.Address(repo.ApiPath) + $"/revision/{Uri.EscapeDataString(revision)}");
        using HttpResponseMessage answer = await hub.GetAsync(address, what, cancellation).ConfigureAwait(false);
        using JsonDocument json = await HubAnswer.JsonAsync(answer, what, cancellation).ConfigureAwait(false);
        JsonElement root = json.RootElement;
        if (root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("sha", out JsonElement sha) && sha.ValueKind == JsonValueKind.String && SafeName.IsCommit(sha.GetString())
            && root.TryGetProperty("siblings", out JsonElement siblings) && siblings.ValueKind == JsonValueKind.Array)
        {
            return new RepoListing(sha.GetString()!, [.. siblings.EnumerateArray().Select(Name).OfType<string>().Order(StringComparer.Ordinal)]);
        }

        throw new HubException(HubFailure.BadAnswer, "The answer is not one of a hub: it names no commit or no files.", what, "Check HF_ENDPOINT.");
    }

    private static string? Name(JsonElement sibling) =>
        sibling.ValueKind == JsonValueKind.Object && sibling.TryGetProperty("rfilename", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
}
