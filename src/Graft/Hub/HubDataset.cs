using Graft.Data;
using Graft.Data.Reading;

namespace Graft.Hub;

/// <summary>
/// Datasets of the hub by name: "stanfordnlp/imdb", "nyu-mll/glue:mrpc", "org/name@revision", with a slice such as
/// "[train[:1000]+test[:10%]]". Of a slice only the row groups and columns that it needs are downloaded.
/// </summary>
public static class HubDataset
{
    /// <summary>Whether a text may name a dataset of the hub: it is no file or folder that exists, and has the shape of a name.</summary>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Find(text) is not null;
    }

    /// <summary>Reads one part; see <see cref="Dataset.Load"/>.</summary>
    /// <param name="name">The name, with an optional slice.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="client">Reaches the hub; null makes one by the environment.</param>
    /// <param name="cancellation">Stops downloads.</param>
    /// <exception cref="HubException">The dataset cannot be had.</exception>
    /// <exception cref="DataException">Its rows cannot be used.</exception>
    public static Dataset Load(string name, DataOptions? options = null, HubClient? client = null, CancellationToken cancellation = default) =>
        With(client, hub =>
        {
            options ??= new DataOptions();
            DatasetName parsed = Parse(name);
            return DataLoader.LoadOne(parsed.Spec, new DatasetSource(hub, parsed, options, options.DefaultPart, cancellation).Find(), options);
        });

    /// <summary>Reads all parts; see <see cref="DatasetParts.Load"/>.</summary>
    /// <inheritdoc cref="Load"/>
    public static DatasetParts LoadParts(string name, DataOptions? options = null, HubClient? client = null, CancellationToken cancellation = default) =>
        With(client, hub =>
        {
            options ??= new DataOptions();
            DatasetName parsed = Parse(name);
            return DataLoader.LoadParts(parsed.Spec, new DatasetSource(hub, parsed, options, onlyPart: null, cancellation).Find(), options);
        });

    private static DatasetName Parse(string name) => DatasetName.TryParse(name)
        ?? throw new HubException(HubFailure.BadName, $"{Tensors.Quoted.Name(name)} is not the name of a dataset.", remedy: "Names are like stanfordnlp/imdb, with a slice like [train[:1000]].");

    private static DatasetName? Find(string text)
    {
        DataSpec spec = DataSpec.Parse(text, _ => DataPart.Train);
        bool isFileName = FolderFiles.IsTable(spec.Path) || FolderFiles.IsText(spec.Path) || FolderFiles.IsImage(spec.Path) || ArchiveFolder.IsArchive(spec.Path);
        return File.Exists(spec.Path) || Directory.Exists(spec.Path) || isFileName ? null : DatasetName.TryParse(text);
    }

    private static T With<T>(HubClient? client, Func<HubClient, T> use)
    {
        if (client is not null)
        {
            return use(client);
        }

        using var own = new HubClient();
        return use(own);
    }
}
