using System.Globalization;

namespace Graft.Hub;

/// <summary>What the hub tells about a file before it is downloaded.</summary>
/// <param name="Commit">The commit that it is of.</param>
/// <param name="Etag">The name of its content: for a large file its sha256, else its git blob sha1.</param>
/// <param name="Length">Its length in bytes; null if the hub does not say.</param>
internal sealed record RemoteFile(string Commit, string Etag, long? Length)
{
    /// <summary>Asks the hub about a file at a commit, or at a branch to learn its commit.</summary>
    /// <exception cref="HubException">There is no such file, or the answer is not one of a hub.</exception>
    public static async Task<RemoteFile> AskAsync(HubConnection hub, HubOptions options, RepoId repo, string revision, string name, CancellationToken cancellation)
    {
        string what = $"{repo}, {name}";
        using HttpResponseMessage answer = await hub.SendAsync(
            to => new HttpRequestMessage(HttpMethod.Head, to), hub.AddressOf(repo, revision, name), onlyHere: true, options.MetadataTimeout, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode && (int)answer.StatusCode is < 300 or >= 400)
        {
            throw HubAnswer.Error(answer, what);
        }

        string? etag = Clean(HubAnswer.Header(answer, "X-Linked-Etag") ?? HubAnswer.Header(answer, "ETag"));
        string? at = HubAnswer.Header(answer, "X-Repo-Commit");
        if (!SafeName.IsCommit(at) || !SafeName.IsEtag(etag))
        {
            throw new HubException(
                HubFailure.BadAnswer, "The answer is not one of a hub: it names no commit or no etag.", what, "Check HF_ENDPOINT, and whether the network asks for a sign-in first.");
        }

        if (SafeName.IsCommit(revision) && at != revision)
        {
            throw new HubException(HubFailure.BadAnswer, $"The hub answers for the commit {at}, not for {revision}.", what, "Try again.");
        }

        string? length = HubAnswer.Header(answer, "X-Linked-Size") ?? (answer.IsSuccessStatusCode ? HubAnswer.Header(answer, "Content-Length") : null);
        return new RemoteFile(at!, etag!, long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : null);
    }

    // W/"abc" -> abc
    private static string? Clean(string? etag)
    {
        string? strong = etag?.Trim();
        return (strong?.StartsWith("W/", StringComparison.Ordinal) == true ? strong[2..] : strong)?.Trim('"');
    }
}
