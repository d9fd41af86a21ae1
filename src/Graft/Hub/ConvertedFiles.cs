using System.Text.Json;
using System.Text.RegularExpressions;

namespace Graft.Hub;

/// <summary>The parquet files that the datasets server tells of: <c>/parquet?dataset=…</c> answers with their addresses on the converted branch.</summary>
internal static partial class ConvertedFiles
{
    /// <summary>Asks the server; null if it has nothing of this dataset.</summary>
    /// <returns>The branch, and its commit and files.</returns>
    public static async Task<(string Branch, RepoListing Listing)?> AskAsync(HubClient client, RepoId repo, CancellationToken cancellation)
    {
        var address = new Uri(client.Options.DatasetsServer, $"parquet?dataset={Uri.EscapeDataString(repo.Name)}");
        using HttpResponseMessage answer = await client.Connection.AskAsync(
            to => new HttpRequestMessage(HttpMethod.Get, to), address, client.Options.MetadataTimeout, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            return null;
        }

        using JsonDocument json = await HubAnswer.JsonAsync(answer, repo.Name, cancellation).ConfigureAwait(false);
        Match[] files = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("parquet_files", out JsonElement told) && told.ValueKind == JsonValueKind.Array
            ? [.. told.EnumerateArray().Select(Url).OfType<string>().Select(url => Shape().Match(url)).Where(match => match.Success)]
            : [];
        if (files.Length == 0)
        {
            return null;
        }

        string branch = SafeName.Revision(Uri.UnescapeDataString(files[0].Groups["revision"].Value), repo);
        string[] names = [.. files.Select(file => SafeName.File(Uri.UnescapeDataString(file.Groups["file"].Value), repo)).Distinct().Order(StringComparer.Ordinal)];
        RemoteFile first = await RemoteFile.AskAsync(client.Connection, client.Options, repo, branch, names[0], cancellation).ConfigureAwait(false);
        return (branch, new RepoListing(first.Commit, names));
    }

    private static string? Url(JsonElement file) =>
        file.ValueKind == JsonValueKind.Object && file.TryGetProperty("url", out JsonElement url) && url.ValueKind == JsonValueKind.String ? url.GetString() : null;

    [GeneratedRegex(@"/resolve/(?<revision>[^/]+)/(?<file>.+\.parquet)\z")]
    private static partial Regex Shape();
}
