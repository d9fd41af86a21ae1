using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Graft.Data;
using Graft.Data.Batching;
using Graft.Tensors;
using Graft.Training;

namespace Graft.Jobs;

/// <summary>What a run was started with, kept in its folder so that it can go on: graft_run.json.</summary>
internal static class RunSettingsFile
{
    private const string Name = "graft_run.json", PairsEntry = "text_pairs";
    private const long LargestBytes = 1 << 20;

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes the settings, with whole paths: a run may go on from another working folder.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="options">The settings.</param>
    /// <param name="areTextPairs">Whether the rows are pairs of texts; null for images.</param>
    public static void Write(string folder, TrainJobOptions options, bool? areTextPairs = null)
    {
        TrainJobOptions rooted = options with
        {
            Data = WholeData(options.Data),
            EvaluationData = options.EvaluationData is { } evaluation ? WholeData(evaluation) : null,
            TestData = options.TestData is { } test ? WholeData(test) : null,
            Model = options.Model is { } model ? HubAccess.IsHubModel(model) ? model.Trim() : Path.GetFullPath(model.Trim()) : null,
            Tokenizer = options.Tokenizer is { } tokenizer ? Path.GetFullPath(tokenizer.Trim()) : null,
            Output = options.Output is { } output ? Path.GetFullPath(output.Trim()) : null,
        };
        JsonNode settings = JsonSerializer.SerializeToNode(rooted, Layout)!;
        if (areTextPairs is { } arePairs)
        {
            settings[PairsEntry] = arePairs;
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(settings, Layout);
        AtomicFile.Write(Path.Combine(folder, Name), stream => stream.Write(json), json.Length);
    }

    /// <summary>The settings of a folder that was trained by a run, or of a checkpoint of it; null where it was not, or does not say.</summary>
    public static TrainJobOptions? Find(string folder)
    {
        try
        {
            return RunOf(folder) is { } run ? Read(run) : null;
        }
        catch (JobException)
        {
            // A model serves without them.
            return null;
        }
    }

    /// <summary>
    /// The tokens after which a run said to cut texts, where its folder does not note it as <see cref="TrainedLength"/>; null where it
    /// cut them at what the model takes, or does not say. The one entry is read by itself: to read all takes a tenth of a second, which
    /// one prediction would be seen to take longer.
    /// </summary>
    public static int? FindMaxLength(string folder) =>
        TrainedLength.Find(folder) is null && RunOf(folder) is { } run ? TrainedLength.Find(run) ?? TrainedLength.Find(run, Name) : null;

    /// <summary>Whether a folder, or the run that a checkpoint is of, was trained on pairs of texts; null where it does not say.</summary>
    public static bool? FindTextPairs(string folder) =>
        RunOf(folder) is { } run && NotedEntry.Find(Path.Combine(run, Name), PairsEntry) is { ValueKind: JsonValueKind.True or JsonValueKind.False } entry ? entry.GetBoolean() : null;

    // The folder itself, or for a checkpoint's the one that it lies in.
    private static string? RunOf(string folder)
    {
        string whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string? run = CheckpointFolder.IsName(Path.GetFileName(whole)) && !File.Exists(Path.Combine(whole, Name)) ? Path.GetDirectoryName(whole) : whole;
        return run is not null && File.Exists(Path.Combine(run, Name)) ? run : null;
    }

    /// <exception cref="JobException">The folder is no run's, or the file cannot be read.</exception>
    public static TrainJobOptions Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (!Directory.Exists(folder))
        {
            throw new JobException("There is no such folder, and so it is not that of a run.", folder, remedy: NearestPath.Question(folder) ?? "Name the folder that graft train made.");
        }

        try
        {
            if (new FileInfo(path).Length > LargestBytes)
            {
                throw new JobException("The file is too large to hold a run's settings.", path, remedy: "Start a new run.");
            }

            return JsonSerializer.Deserialize<TrainJobOptions>(File.ReadAllBytes(path), Layout)
                ?? throw new JobException("The file holds no settings.", path, remedy: "Start a new run.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new JobException("The folder is not that of a run.", folder, remedy: "Name the folder that graft train made.", innerException: error);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new JobException($"The settings cannot be read: {error.Message}", path, remedy: "Start a new run.", innerException: error);
        }
    }

    /// <summary>Data as a run notes it: a whole path without a separator at its end, with the slice behind it as it is, or a name on the hub.</summary>
    /// <exception cref="DataException">What stands behind the path is no slice.</exception>
    public static string WholeData(string data)
    {
        string trimmed = data.Trim();
        if (Hub.HubDataset.IsName(trimmed))
        {
            return trimmed;
        }

        string path = DataSpec.Parse(trimmed).Path;
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + trimmed[path.Length..].TrimStart();
    }
}
