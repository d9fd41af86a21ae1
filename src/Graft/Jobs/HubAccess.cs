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
    /// <exception cref="JobException">There is no such folder, and it has not the shape of a name on the hub.</exception>
    public string ModelFolder(string named)
    {
        string folder = RunFolder.Resolve(named);
        if (IsHubModel(named))
        {
            return Try(named, named, "model folder", () => _client.Value.Model(named.Trim(), cancellation));
        }

        return Path.Exists(folder) ? folder : throw new JobException(
            "There is no such model folder.", named.Trim(), remedy: NearestPath.Question(folder) ?? "Name a folder that holds config.json and model.safetensors.");
    }

    /// <summary>All parts of some data.</summary>
    /// <exception cref="HubException">There is no such file or folder, and the hub's dataset cannot be had.</exception>
    public DatasetParts LoadParts(string data, DataOptions options) => HubDataset.IsName(data)
        ? Try(data, PathOf(data), "file or folder", () => HubDataset.LoadParts(data, options, _client.Value, cancellation))
        : DatasetParts.Load(data, options);

    /// <summary>One part of some data.</summary>
    /// <inheritdoc cref="LoadParts" path="/exception"/>
    public Dataset Load(string data, DataOptions options) => HubDataset.IsName(data)
        ? Try(data, PathOf(data), "file or folder", () => HubDataset.Load(data, options, _client.Value, cancellation))
        : Dataset.Load(data, options);

    /// <summary>Whether a text names no folder here, and may name a model of the hub.</summary>
    public static bool IsHubModel(string named)
    {
        string folder = RunFolder.Resolve(named.Trim());
        return !Directory.Exists(folder) && !File.Exists(folder) && HubClient.IsName(folder)
            && !folder.StartsWith(RunFolder.Runs + "/", StringComparison.Ordinal);
    }

    /// <summary>The name of a model of the hub without its revision; null for a folder.</summary>
    public static string? NameOf(string? model) => model is not null && IsHubModel(model) ? HubClient.Parse(RepoKind.Model, model.Trim()).Repo.Name : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    // Without the slice, whose words may be splits that only the hub knows.
    private static string PathOf(string data) => DataSpec.Parse(data, _ => DataPart.Train).Path;

    // Whoever mistyped a path should not wonder what the hub has to do with it: that comes last, and in few words.
    private static T Try<T>(string named, string path, string what, Func<T> get)
    {
        try
        {
            return get();
        }
        catch (HubException error) when (error.Failure is HubFailure.RepositoryNotFound or HubFailure.Unreachable or HubFailure.Offline)
        {
            string? nearest = NearestPath.Question(path);
            bool isLikelyHubName = nearest is null && path.Contains('/', StringComparison.Ordinal);
            string hub = isLikelyHubName ? $"It could not be had by this name from the hub either: {error.Problem}" : error.Failure switch
            {
                HubFailure.RepositoryNotFound => "The hub has none of this name either.",
                HubFailure.Offline => "Nor is it in the hub's cache (HF_HUB_OFFLINE is set).",
                _ => "Nor could the hub be asked (no network).",
            };
            throw new HubException(
                error.Failure, $"There is no such {what} here. {(nearest is null ? "" : nearest + " ")}{hub}", named.Trim(),
                isLikelyHubName ? error.Remedy : nearest is null ? "Check the path; names on the hub are like org/name." : null, error);
        }
    }
}
