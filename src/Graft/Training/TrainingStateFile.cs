using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Graft.Tensors;

namespace Graft.Training;

/// <summary>Reads and writes graft_state.json: where a run stands.</summary>
internal static class TrainingStateFile
{
    private const string Name = "graft_state.json";
    private const long LargestBytes = 64 << 20;

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, Name));

    public static void Write(string folder, TrainingState state)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(state, Layout);
        AtomicFile.Write(Path.Combine(folder, Name), stream => stream.Write(json), json.Length);
    }

    /// <exception cref="TrainingException">No checkpoint, or one that cannot be read.</exception>
    public static TrainingState Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            throw new TrainingException("The folder is no checkpoint of a run.", folder,
                remedy: "Name a run's folder, or one of the checkpoints in it.");
        }

        try
        {
            if (new FileInfo(path).Length > LargestBytes)
            {
                throw new TrainingException("The file is too large to be a checkpoint's state.", path);
            }

            TrainingState? state = JsonSerializer.Deserialize<TrainingState>(File.ReadAllBytes(path), Layout);
            return IsSound(state) ? state : throw new TrainingException("The file holds no state of a run.", path, remedy: "Use an older checkpoint of the run.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or NotSupportedException or InvalidOperationException)
        {
            throw new TrainingException($"The checkpoint's state cannot be read: {error.Message}", path,
                remedy: "Use an older checkpoint of the run.", innerException: error);
        }
    }

    // A file may leave out what the types promise, or name a folder elsewhere.
    private static bool IsSound([NotNullWhen(true)] TrainingState? state) =>
        state is { GlobalStep: >= 0, MicroBatches: >= 0, SkippedSteps: >= 0, OptimizerSteps: >= 0, Log: not null, Evaluations: not null, Fingerprint: not null, Losses: not null }
        && state is { FirstSkippedStep: null or > 0, RowsPerPass: null or > 0, BatchLoweredAt: null or > 0, Threads: null or > 0 }
        && state.Log.All(entry => entry is not null)
        && state.Evaluations.All(record => record is { Metrics: not null })
        && state.Fingerprint.Values.All(value => value is not null)
        && state.Best is null or { Metrics: not null }
        && (state.BestCheckpoint is null || CheckpointFolder.IsName(state.BestCheckpoint));
}
