using Graft.Data.Reading;

namespace Graft.Hub;

/// <summary>Puts a trained folder on the hub.</summary>
public static class HubPush
{
    private const string Card = "README.md";

    /// <summary>Creates the repository if there is none, and commits the folder's model, tokenizer or image settings, and card; nothing else in it.</summary>
    /// <param name="client">Reaches the hub, with a token that may write.</param>
    /// <param name="folder">The trained folder.</param>
    /// <param name="name">"organisation/name", with "@branch" for another branch than main.</param>
    /// <param name="isPrivate">Whether a new repository is seen by its owner alone.</param>
    /// <param name="summary">The commit's message.</param>
    /// <param name="cancellation">Stops it; nothing is committed then.</param>
    /// <returns>The commit, and the names of the files in it.</returns>
    /// <exception cref="HubException">The folder is no model, or the hub does not take it.</exception>
    public static (string Commit, IReadOnlyList<string> Files) Run(
        HubClient client, string folder, string name, bool isPrivate, string summary, CancellationToken cancellation = default) =>
        Synchronously.Run(() => RunAsync(client, folder, name, isPrivate, summary, cancellation));

    /// <summary>The same without a thread that waits for it.</summary>
    /// <inheritdoc cref="Run" path="/param"/>
    /// <returns>The commit, and the names of the files in it.</returns>
    /// <inheritdoc cref="Run" path="/exception"/>
    public static async Task<(string Commit, IReadOnlyList<string> Files)> RunAsync(
        HubClient client, string folder, string name, bool isPrivate, string summary, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        (RepoId repo, string branch) = HubClient.Parse(RepoKind.Model, name);
        if (!repo.Name.Contains('/', StringComparison.Ordinal))
        {
            throw new HubException(HubFailure.BadName, "The name says no account.", repo.Name, "Name it as account/name.");
        }

        if (client.Options.Token is null)
        {
            throw new HubException(HubFailure.NotAllowed, "To write to the hub a token is needed, and there is none.", repo.Name, "Set HF_TOKEN to a token that may write.");
        }

        client.Options.RefuseOffline(repo.Name);
        Dictionary<string, string> files = Files(repo, folder);
        var upload = new RepoUpload(client, repo, branch, client.Progress(repo, files.Count), cancellation);
        await upload.CreateAsync(isPrivate).ConfigureAwait(false);
        string commit = await upload.CommitAsync(files, summary).ConfigureAwait(false);
        return (commit, [.. files.Keys.Order(StringComparer.Ordinal)]);
    }

    private static Dictionary<string, string> Files(RepoId repo, string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new HubException(HubFailure.NotUsable, "There is no such folder.", folder, "Name a folder that graft train made.");
        }

        string[] there = [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))];
        IReadOnlyList<string> small = ModelFiles.Small(new RepoId(RepoKind.Model, repo.Name), there);
        IReadOnlyList<string> weights = ModelFiles.Weights(repo, folder, there.Contains(Tensors.WeightFolder.SingleFile));
        string[] all = [.. small.Concat(ModelFiles.AllTokenizerFiles).Concat(weights).Append(Card).Distinct()];
        string[] missing = [.. weights.Where(shard => !there.Contains(shard))];
        return missing.Length == 0
            ? all.Where(there.Contains).ToDictionary(file => file, file => Path.Combine(folder, file))
            : throw new HubException(HubFailure.NotUsable, $"The folder lacks {string.Join(", ", missing)}.", folder, "Name a whole model's folder.");
    }
}
