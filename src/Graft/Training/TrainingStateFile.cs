using System.Text.Json;
using System.Text.Json.Serialization;
using Graft.Tensors;

namespace Graft.Training;

/// <summary>Reads and writes graft_state.json, the last file of a checkpoint to be written.</summary>
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

            return JsonSerializer.Deserialize<TrainingState>(File.ReadAllBytes(path), Layout)
                ?? throw new TrainingException("The file holds no state.", path, remedy: "Use an older checkpoint of the run.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new TrainingException($"The checkpoint's state cannot be read: {error.Message}", path,
                remedy: "Use an older checkpoint of the run.", innerException: error);
        }
    }
}
