using Graft.Jobs;

namespace Graft.Cli.Output;

/// <summary>Shows the checkpoints of a run.</summary>
internal static class CheckpointsOutput
{
    /// <summary>Shows them, from the oldest.</summary>
    public static void Show(bool json, string folder, IReadOnlyList<CheckpointEntry> entries)
    {
        if (json)
        {
            foreach (CheckpointEntry entry in entries)
            {
                JsonLines.Write(entry, EventJson.Default.CheckpointEntry);
            }

            return;
        }

        IScreen screen = Screen.Create();
        if (entries.Count == 0)
        {
            screen.Line($"{folder}: no checkpoints");
            return;
        }

        screen.Table(["checkpoint", "step", "size", "state", ""], entries.Select(entry => (IReadOnlyList<string>)
            [Path.GetFileName(entry.Folder), Figures.Count(entry.Step), Figures.Bytes(entry.Bytes), entry.State.ToString().ToLowerInvariant(), Marks(entry)]));
        foreach (CheckpointEntry entry in entries)
        {
            foreach (string problem in entry.Problems)
            {
                screen.Warning($"{Path.GetFileName(entry.Folder)}: {problem}");
            }
        }
    }

    private static string Marks(CheckpointEntry entry) =>
        string.Join(", ", new[] { entry.IsNewest ? "newest" : "", entry.IsBest ? "best" : "", entry.IsRemoved ? "removed" : "" }.Where(mark => mark.Length > 0));
}
