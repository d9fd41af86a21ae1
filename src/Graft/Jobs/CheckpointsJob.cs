using Graft.Data;
using Graft.Training;

namespace Graft.Jobs;

/// <summary>Lists, verifies and prunes the checkpoints of a run.</summary>
public static class CheckpointsJob
{
    /// <summary>Looks at a run's folder.</summary>
    /// <param name="options">What the user said.</param>
    /// <param name="cancellation">Stops between checkpoints.</param>
    /// <returns>The checkpoints from the oldest, those that were removed included.</returns>
    /// <exception cref="JobException">The folder is missing or no run's, or a checkpoint cannot be removed.</exception>
    public static IReadOnlyList<CheckpointEntry> Run(CheckpointsJobOptions options, CancellationToken cancellation = default)
    {
        string run = RunFolder.Resolve(options.Folder);
        if (!Directory.Exists(run))
        {
            throw new JobException("There is no such folder.", run, remedy: NearestPath.Question(run) ?? "Name the folder that graft train made.");
        }

        if (options.Keep < 1)
        {
            throw new JobException($"Keep ({options.Keep}) must be from 1: the newest checkpoint always stays.", run);
        }

        List<CheckpointEntry> entries = [];
        foreach (CheckpointFolder checkpoint in CheckpointFolder.In(run))
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<string> problems = CheckpointManifest.Problems(checkpoint.Path, options.Verify);
            CheckpointState state = problems.Count > 0 ? CheckpointState.Damaged : options.Verify ? CheckpointState.Verified : CheckpointState.Complete;
            entries.Add(new CheckpointEntry(checkpoint.Path, checkpoint.Step, BytesOf(checkpoint.Path), state, problems, IsBest: false, IsNewest: false, IsRemoved: false));
        }

        int newest = entries.FindLastIndex(entry => entry.State != CheckpointState.Damaged);
        string? best = newest < 0 ? null : BestOf(entries[newest].Folder);
        for (int i = 0; i < entries.Count; i++)
        {
            entries[i] = entries[i] with { IsNewest = i == newest, IsBest = Path.GetFileName(entries[i].Folder) == best };
        }

        return options.Keep is { } keep ? Prune(entries, keep) : entries;
    }

    private static List<CheckpointEntry> Prune(List<CheckpointEntry> entries, int keep)
    {
        CheckpointEntry[] whole = [.. entries.Where(entry => entry.State != CheckpointState.Damaged)];
        if (whole.Length == 0)
        {
            // What is left of a run may still be of use to somebody.
            return entries;
        }

        var kept = whole.TakeLast(keep).Concat(whole.Where(entry => entry.IsBest)).ToHashSet();
        for (int i = 0; i < entries.Count; i++)
        {
            if (!kept.Contains(entries[i]))
            {
                Remove(entries[i].Folder);
                entries[i] = entries[i] with { IsRemoved = true };
            }
        }

        return entries;
    }

    private static void Remove(string folder)
    {
        try
        {
            CheckpointFolder.Remove(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JobException($"The checkpoint cannot be removed: {error.Message}", folder, remedy: "May the folder be written to?", innerException: error);
        }
    }

    private static string? BestOf(string folder)
    {
        try
        {
            return TrainingStateFile.Read(folder).BestCheckpoint;
        }
        catch (TrainingException)
        {
            return null;
        }
    }

    private static long BytesOf(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JobException($"The folder cannot be listed: {error.Message}", folder, innerException: error);
        }
    }
}
