using Graft.Data;
using Graft.Data.Reading;
using Graft.Models;

namespace Graft.Hub;

/// <summary>
/// Datasets of the hub by name: "stanfordnlp/imdb", "nyu-mll/glue:mrpc", "org/name@revision", with a slice such as
/// "[train[:1000]+test[:10%]]". Of a slice only the row groups and columns that it needs are downloaded.
/// </summary>
/// <remarks>
/// Configurations and splits are those that the dataset's card describes (the field "configs" of README.md), else those that
/// the files' names tell. Parquet files of the repository come first, then those of its converted branch, then CSV, JSON
/// Lines and JSON files, which are downloaded whole.
/// </remarks>
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

    /// <summary>
    /// One part as a stream; see <see cref="Dataset.Stream"/>. The columns that are needed of one row group, or a block of a CSV
    /// or JSON Lines file, are fetched at a time, and nothing is kept on the disk. What the cache has is read from there.
    /// </summary>
    /// <param name="name">The name, with an optional slice.</param>
    /// <param name="client">Reaches the hub; it must live as long as the stream is read.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="labels">The classes; null for <see cref="DataOptions.LabelNames"/>, else those that the files name.</param>
    /// <param name="tell">Gets what is found, left out and counted, a sentence at a time.</param>
    /// <param name="cancellation">Stops downloads.</param>
    /// <exception cref="HubException">The dataset cannot be had.</exception>
    /// <exception cref="DataException">Nothing names its classes, or its rows cannot be used.</exception>
    public static ExampleStream Stream(
        string name, HubClient client, DataOptions? options = null, LabelSet? labels = null, Action<string>? tell = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= new DataOptions();
        DatasetName parsed = Parse(name);
        return DataLoader.Stream(
            parsed.Spec, new DatasetSource(client, parsed, options, options.DefaultPart, cancellation, streams: true).Find(), options, labels, tell);
    }

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
