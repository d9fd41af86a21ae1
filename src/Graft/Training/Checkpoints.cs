using System.Globalization;
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
    private const string OptimizerFile = "optimizer.safetensors";

    // What a tensor takes in a file's header, generously.
    private const int HeaderBytes = 256;

    private readonly string _folder;
    private readonly PretrainedClassifier _classifier;
    private readonly IBatchSource _rows;
    private readonly TrainingEngine _engine;
    private readonly TrainingOptions _options;
    private string[] _earlier = [];

    public Checkpoints(string folder, PretrainedClassifier classifier, IBatchSource rows, TrainingEngine engine, TrainingOptions options)
    {
        _folder = folder;
        _classifier = classifier;
        _rows = rows;
        _engine = engine;
        _options = options;
    }

    /// <summary>
    /// Begins a run in a folder that may hold checkpoints of an earlier one. Those of a run that has ended stay until the
    /// first checkpoint of this one is whole.
    /// </summary>
    /// <exception cref="TrainingException">The earlier run has not ended: it can go on.</exception>
    public void BeginAnew()
    {
        CheckpointFolder.CleanUp(_folder);
        IReadOnlyList<CheckpointFolder> earlier = CheckpointFolder.In(_folder);
        if (earlier.Count > 0 && !HasEnded(earlier[^1]))
        {
            throw new TrainingException(
                $"The output folder holds checkpoints of a run that has not ended (the newest: {earlier[^1].Name}).", _folder,
                remedy: "Go on with that run (Trainer.Train with resumeFrom), name another folder (TrainingOptions.OutputFolder), or delete its checkpoints.");
        }

        _earlier = [.. earlier.Select(checkpoint => checkpoint.Name)];
    }

    /// <summary>Writes a checkpoint beside the others, then renames it into place and removes those that are not to be kept.</summary>
    /// <param name="state">Where the run stands.</param>
    /// <param name="isBest">True if it is the best so far.</param>
    /// <exception cref="FileWriteException">The disk is full: the checkpoints before are as they were, and nothing of this one is left.</exception>
    /// <exception cref="TrainingException">The folder cannot be written to.</exception>
    /// <returns>Its folder.</returns>
    public string Save(TrainingState state, bool isBest)
    {
        state.MicroBatches = _engine.MicroBatches;
        state.SkippedSteps = _engine.SkippedSteps;
        state.RowsPerPass = _engine.Passes.Rows;
        state.OptimizerSteps = _engine.Optimizer.StepCount;
        string name = CheckpointFolder.NameOf(state.GlobalStep);
        if (isBest)
        {
            state.BestCheckpoint = name;
        }

        string target = Path.Combine(_folder, name), partial = CheckpointFolder.PartialPath(_folder, state.GlobalStep);
        long needed = BytesNeeded();
        bool isPlaced = false;
        try
        {
            CheckpointFolder.CleanUp(_folder);
            CheckpointFolder.DeleteIfThere(partial);
            Directory.CreateDirectory(partial);
            if (needed - DiskSpace.Available(_folder) is > 0 and long missing)
            {
                throw DiskFull(target, missing, null);
            }

            _classifier.Save(partial);
            _rows.SaveEncoder(partial);
            SaveOptimizer(Path.Combine(partial, OptimizerFile));
            TrainerStateFile.Write(partial, state, _options);
            TrainingStateFile.Write(partial, state);
            Flush(partial);
            CheckpointManifest.Write(partial, state.GlobalStep);
            AtomicFile.FlushFolder(partial);
            CheckpointFolder.Place(_folder, state.GlobalStep);
            isPlaced = true;
            RemoveEarlier(name);
            RemoveOld(state);
            RemoveAbandoned(state.GlobalStep);
        }
        catch (Exception error) when (IsDiskFull(error))
        {
            throw DiskFull(target, needed - SizeOf(partial) - DiskSpace.Available(_folder), error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string problem = isPlaced ? "Older checkpoints cannot be removed" : "The checkpoint cannot be written";
            throw new TrainingException($"{problem}: {error.Message}", target,
                remedy: "Name an output folder that can be written to.", innerException: error);
        }
        finally
        {
            DeleteQuietly(partial);
        }

        return target;
    }

    /// <summary>True if the run goes on from a checkpoint: newer ones are then of a way that was given up.</summary>
    public bool IsResumed { get; set; }

    /// <summary>The folder of a checkpoint's name if it is there and whole, else null.</summary>
    public string? PathOf(string? name) =>
        name is not null && CheckpointFolder.IsName(name) && CheckpointManifest.Problems(Path.Combine(_folder, name), hashes: true).Count == 0
            ? Path.Combine(_folder, name) : null;

    /// <summary>Puts a run back to where a checkpoint was written.</summary>
    /// <param name="folder">The checkpoint, or a run's folder: its newest whole one then.</param>
    /// <param name="classifier">Gets the weights.</param>
    /// <param name="engine">Gets counters and moments.</param>
    /// <param name="fingerprint">What must be the same now.</param>
    /// <param name="allowChanges">True to go on although it is not.</param>
    /// <param name="warn">Told of damaged checkpoints that were passed over, and of changes that are allowed.</param>
    /// <returns>Where the run stood, and the checkpoint's folder.</returns>
    /// <exception cref="TrainingException">There is no checkpoint, it is damaged, or of another run; the message lists each difference.</exception>
    public static (TrainingState State, string Folder) Restore(
        string folder, PretrainedClassifier classifier, TrainingEngine engine, IReadOnlyDictionary<string, string> fingerprint, bool allowChanges, Action<string> warn)
    {
        string checkpoint = Choose(folder, warn);
        TrainingState state = TrainingStateFile.Read(checkpoint);
        IReadOnlyList<string> differences = RunFingerprint.Differences(state.Fingerprint, fingerprint);
        if (differences.Count > 0 && !allowChanges)
        {
            throw new TrainingException(
                $"The checkpoint is of a run with other data or settings ({string.Join("; ", differences)}).", checkpoint,
                remedy: "Resume with what the run was started with, allow the changes (--allow-changes; TrainingOptions.AllowChanges), or start a new run.");
        }

        foreach (string difference in differences)
        {
            warn($"Changed since the checkpoint: {difference}.");
        }

        RestoreWeights(checkpoint, classifier);
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(checkpoint, OptimizerFile));
        foreach (OptimizedParameter parameter in engine.Optimizer.Parameters)
        {
            string means = $"exp_avg.{parameter.Entry.Name}", squares = $"exp_avg_sq.{parameter.Entry.Name}";
            if (!allowChanges || (file.Entries.ContainsKey(means) && file.Entries.ContainsKey(squares)))
            {
                file.CopyInto(means, parameter.Means);
                file.CopyInto(squares, parameter.Squares);
            }
        }

        engine.GlobalStep = state.GlobalStep;
        engine.MicroBatches = state.MicroBatches;
        engine.SkippedSteps = state.SkippedSteps;
        engine.Passes.Rows = state.RowsPerPass;
        engine.Optimizer.StepCount = state.OptimizerSteps;
        state.Fingerprint = new Dictionary<string, string>(fingerprint, StringComparer.Ordinal);
        return (state, checkpoint);
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

    private static string Choose(string folder, Action<string> warn)
    {
        if (TrainingStateFile.IsIn(folder) || CheckpointManifest.IsIn(folder) || CheckpointFolder.IsName(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))))
        {
            IReadOnlyList<string> problems = CheckpointManifest.Problems(folder, hashes: true);
            return problems.Count == 0 ? folder : throw new TrainingException(
                $"The checkpoint is damaged: {string.Join(" ", problems)}", folder, remedy: "Use an older checkpoint of the run.");
        }

        CheckpointFolder.CleanUp(folder);
        return CheckpointFolder.NewestWhole(folder, warn) ?? throw new TrainingException(
            "The folder is no checkpoint and holds none.", folder, remedy: "Name a run's folder, or one of the checkpoints in it.");
    }

    // Weights in 32 bits, two moments of each trained parameter, and what is small.
    private long BytesNeeded() =>
        _classifier.Model.Weights.Entries.Sum(entry => entry.Tensor.NumberOfElements * sizeof(float) + HeaderBytes)
        + _engine.Optimizer.Parameters.Sum(parameter => 2 * (parameter.Entry.Tensor.NumberOfElements * sizeof(float) + HeaderBytes));

    // All steps done, or as many evaluations without improvement as the run had patience for. What cannot be read may be worth something.
    private static bool HasEnded(CheckpointFolder newest)
    {
        if (!newest.IsComplete)
        {
            return false;
        }

        TrainingState state = TrainingStateFile.Read(newest.Path);
        return !state.EvaluationDue && (state.GlobalStep >= Number("steps") || state.EvaluationsWithoutImprovement >= Number("patience"));

        int? Number(string name) => int.TryParse(state.Fingerprint.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    // From the oldest: killed in between, the newest of a run that has ended is left, which is no hindrance to a new one.
    private void RemoveEarlier(string written)
    {
        foreach (string path in _earlier.Where(name => name != written).Select(name => Path.Combine(_folder, name)).Where(Directory.Exists))
        {
            CheckpointFolder.Remove(path);
        }

        _earlier = [];
    }

    // Never the one just written, which others may have overtaken in number before the run was resumed, and never the best.
    // Damaged ones do not count: they would take the place of a whole one.
    private void RemoveOld(TrainingState state)
    {
        if (_options.CheckpointLimit is not { } limit)
        {
            return;
        }

        CheckpointFolder[] older = [.. CheckpointFolder.In(_folder).Where(checkpoint => checkpoint.Step < state.GlobalStep)];
        string[] kept = [.. older.Where(checkpoint => checkpoint.IsComplete).TakeLast(limit - 1).Select(checkpoint => checkpoint.Name)];
        foreach (CheckpointFolder checkpoint in older.Where(checkpoint => checkpoint.Name != state.BestCheckpoint && !kept.Contains(checkpoint.Name)))
        {
            CheckpointFolder.Remove(checkpoint.Path);
        }
    }

    private void RemoveAbandoned(int step)
    {
        foreach (CheckpointFolder checkpoint in IsResumed ? CheckpointFolder.In(_folder).Where(checkpoint => checkpoint.Step > step) : [])
        {
            CheckpointFolder.Remove(checkpoint.Path);
        }
    }

    // Also where a writer of a layer above has put its own error round the system's.
    private static bool IsDiskFull(Exception error) =>
        (error as IOException ?? (error as GraftException)?.InnerException as IOException) is { } cause && DiskSpace.IsExhaustedBy(cause);

    private static FileWriteException DiskFull(string path, long? missing, Exception? inner)
    {
        long? bytes = missing > 0 ? missing : null;
        string how = bytes is null ? "" : $": {bytes:N0} bytes more are needed";
        return new FileWriteException($"The disk is full, so the checkpoint is not written{how}.", path,
            "Free some space and resume the run, or keep fewer checkpoints. The checkpoints before this one are whole.", isDiskFull: true, bytes, inner);
    }

    // A rename that outlives a power cut must not name files that do not: tokenizer and image processor are copied by parts
    // that know nothing of that.
    private static void Flush(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path, access: FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(file);
        }
    }

    private static long SizeOf(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) : 0;

    // What fails here must not hide the first error; the next save clears it away.
    private static void DeleteQuietly(string folder)
    {
        try
        {
            CheckpointFolder.DeleteIfThere(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            System.Diagnostics.Trace.TraceWarning($"{folder} could not be removed: {error.Message}");
        }
    }
}
