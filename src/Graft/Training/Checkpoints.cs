using Graft.Data.Batching;
using Graft.Models;
using Graft.Tensors;

namespace Graft.Training;

/// <summary>
/// The checkpoints of a run: folders that are whole or not there. Each opens as a model folder and also holds optimizer
/// and state, as safetensors and JSON.
/// </summary>
internal sealed class Checkpoints
{
    private const string Prefix = "checkpoint-";
    private const string OptimizerFile = "optimizer.safetensors";

    private readonly string _folder;
    private readonly PretrainedClassifier _classifier;
    private readonly IBatchSource _rows;
    private readonly TrainingEngine _engine;
    private readonly TrainingOptions _options;

    public Checkpoints(string folder, PretrainedClassifier classifier, IBatchSource rows, TrainingEngine engine, TrainingOptions options)
    {
        _folder = folder;
        _classifier = classifier;
        _rows = rows;
        _engine = engine;
        _options = options;
    }

    /// <summary>The newest complete checkpoint of a run's folder, or null.</summary>
    public static string? Newest(string folder) => All(folder).LastOrDefault().Path;

    /// <summary>Writes a checkpoint beside the others, then renames it into place and removes those that are not to be kept.</summary>
    /// <returns>Its folder.</returns>
    public string Save(TrainingState state, bool isBest)
    {
        state.MicroBatches = _engine.MicroBatches;
        state.SkippedSteps = _engine.SkippedSteps;
        state.OptimizerSteps = _engine.Optimizer.StepCount;
        string name = $"{Prefix}{state.GlobalStep}";
        if (isBest)
        {
            state.BestCheckpoint = name;
        }

        string target = Path.Combine(_folder, name), partial = Path.Combine(_folder, $".{name}.partial");
        try
        {
            DeleteIfThere(partial);
            Directory.CreateDirectory(partial);
            _classifier.Save(partial);
            _rows.SaveEncoder(partial);
            SaveOptimizer(Path.Combine(partial, OptimizerFile));
            TrainerStateFile.Write(partial, state, _options);
            TrainingStateFile.Write(partial, state);
            DeleteIfThere(target);
            Directory.Move(partial, target);
            AtomicFile.FlushFolder(_folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"The checkpoint cannot be written: {error.Message}", target,
                remedy: "Name an output folder that can be written to.", innerException: error);
        }
        finally
        {
            DeleteIfThere(partial);
        }

        RemoveOld(state.BestCheckpoint);
        return target;
    }

    /// <summary>The folder of a checkpoint's name if it is there, else null.</summary>
    public string? PathOf(string? name) =>
        name is not null && Directory.Exists(Path.Combine(_folder, name)) ? Path.Combine(_folder, name) : null;

    /// <summary>Puts a run back to where a checkpoint was written.</summary>
    /// <exception cref="TrainingException">The checkpoint is of another run; the message lists each difference.</exception>
    public static TrainingState Restore(
        string folder, PretrainedClassifier classifier, TrainingEngine engine, IReadOnlyDictionary<string, string> fingerprint)
    {
        TrainingState state = TrainingStateFile.Read(folder);
        IReadOnlyList<string> differences = RunFingerprint.Differences(state.Fingerprint, fingerprint);
        if (differences.Count > 0)
        {
            throw new TrainingException(
                $"The checkpoint is of a run with other settings ({string.Join("; ", differences)}).", folder,
                remedy: "Resume with the settings that the run was started with, or start a new run.");
        }

        RestoreWeights(folder, classifier);
        string optimizer = Path.Combine(folder, OptimizerFile);
        using SafetensorsFile file = SafetensorsFile.Open(optimizer);
        foreach (OptimizedParameter parameter in engine.Optimizer.Parameters)
        {
            file.CopyInto($"exp_avg.{parameter.Entry.Name}", parameter.Means);
            file.CopyInto($"exp_avg_sq.{parameter.Entry.Name}", parameter.Squares);
        }

        engine.GlobalStep = state.GlobalStep;
        engine.MicroBatches = state.MicroBatches;
        engine.SkippedSteps = state.SkippedSteps;
        engine.Optimizer.StepCount = state.OptimizerSteps;
        return state;
    }

    /// <summary>Reads the weights of a checkpoint into the model.</summary>
    public static void RestoreWeights(string folder, PretrainedClassifier classifier)
    {
        using WeightFolder weights = WeightFolder.Open(folder);
        foreach (WeightEntry entry in classifier.Model.Weights.Entries)
        {
            weights.CopyInto(entry.Name, entry.Tensor);
        }
    }

    private void SaveOptimizer(string path) => SafetensorsWriter.Write(path, [.. _engine.Optimizer.Parameters.SelectMany(parameter => new[]
    {
        parameter.Means.ToWrite($"exp_avg.{parameter.Entry.Name}"),
        parameter.Squares.ToWrite($"exp_avg_sq.{parameter.Entry.Name}"),
    })]);

    private void RemoveOld(string? best)
    {
        if (_options.CheckpointLimit is not { } limit)
        {
            return;
        }

        foreach ((string path, _) in All(_folder).SkipLast(limit).Where(checkpoint => Path.GetFileName(checkpoint.Path) != best))
        {
            DeleteIfThere(path);
        }
    }

    private static IEnumerable<(string Path, int Step)> All(string folder) => !Directory.Exists(folder) ? [] :
        Directory.GetDirectories(folder, Prefix + "*")
            .Select(path => (Path: path, Step: int.TryParse(Path.GetFileName(path)[Prefix.Length..], out int step) ? step : -1))
            .Where(checkpoint => checkpoint.Step >= 0 && TrainingStateFile.IsIn(checkpoint.Path))
            .OrderBy(checkpoint => checkpoint.Step);

    private static void DeleteIfThere(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
