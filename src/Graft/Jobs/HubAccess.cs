using Graft.Data;
using Graft.Hub;
using Graft.Jobs.Events;

namespace Graft.Jobs;

/// <summary>Models and data as a user names them: folders and files here, or else names on the hub.</summary>
/// <param name="tell">Gets <see cref="Downloading"/>, one call at a time, on any thread.</param>
/// <param name="cancellation">Stops downloads.</param>
internal sealed class HubAccess(Action<JobEvent>? tell, CancellationToken cancellation) : IDisposable
{
    private readonly Lazy<HubClient> _client = new(() => new HubClient(
        options: null,
        progress => tell?.Invoke(new Downloading(progress.Repository, progress.FilesDone, progress.Files, progress.BytesDone, progress.Bytes))));

    /// <summary>The folder of a model.</summary>
    /// <param name="named">A folder, or "organisation/name" with an optional "@revision".</param>
    /// <exception cref="HubException">There is no such folder, and the hub's model cannot be had.</exception>
    public string ModelFolder(string named)
    {
        string folder = RunFolder.Resolve(named);
        return IsHubModel(named) ? Try(named, "model folder", () => _client.Value.Model(named.Trim(), cancellation)) : folder;
    }

    /// <summary>All parts of some data.</summary>
    /// <exception cref="HubException">There is no such file or folder, and the hub's dataset cannot be had.</exception>
    public DatasetParts LoadParts(string data, DataOptions options) => HubDataset.IsName(data)
        ? Try(data, "file or folder", () => HubDataset.LoadParts(data, options, _client.Value, cancellation))
        : DatasetParts.Load(data, options);

    /// <summary>One part of some data.</summary>
    /// <inheritdoc cref="LoadParts" path="/exception"/>
    public Dataset Load(string data, DataOptions options) => HubDataset.IsName(data)
        ? Try(data, "file or folder", () => HubDataset.Load(data, options, _client.Value, cancellation))
        : Dataset.Load(data, options);

    /// <summary>Whether a text names no folder here, and may name a model of the hub.</summary>
    public static bool IsHubModel(string named)
    {
        string folder = RunFolder.Resolve(named.Trim());
        return !Directory.Exists(folder) && !File.Exists(folder) && HubClient.IsName(folder)
            && !folder.StartsWith(RunFolder.Runs + "/", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    // Whoever mistyped a path should not wonder what the hub has to do with it.
    private static T Try<T>(string named, string what, Func<T> get)
    {
        try
        {
            return get();
        }
        catch (HubException error) when (error.Failure is HubFailure.RepositoryNotFound or HubFailure.Unreachable or HubFailure.Offline)
        {
            throw new HubException(error.Failure, $"There is no such {what} here, and it could not be had by this name from the hub: {error.Message}", named.Trim(), remedy: null, error);
        }
    }
}
