using TorchSharp;

namespace Graft.Training;

/// <summary>What keeps a run that goes on from being bit by bit the one that was never stopped. No reason to refuse: it must be able to go on elsewhere.</summary>
internal static class ResumeWarnings
{
    /// <summary>Notes what a new run computes with.</summary>
    /// <param name="state">The run's state.</param>
    /// <param name="device">The name of the device.</param>
    public static void Note(TrainingState state, string device) => (state.Threads, state.Device) = (torch.get_num_threads(), device);

    /// <summary>What is other now than when the run was started, a sentence or two each.</summary>
    /// <param name="state">The state of a run that goes on.</param>
    /// <param name="device">The name of the device that it goes on with.</param>
    public static IEnumerable<string> Of(TrainingState state, string device)
    {
        // Sums are added up in another order.
        int now = torch.get_num_threads();
        if (state.Threads is { } before && before != now)
        {
            yield return $"The run was started with {(before == 1 ? "1 thread" : $"{before} threads")} and goes on with {now}: its results may differ by rounding from those of a run that was never stopped. For the same bits: graft train --resume FOLDER --threads {before}.";
        }

        // Dropout draws other masks there, besides.
        if (state.Device is { } first && first != device)
        {
            yield return $"The run was started on {first} and continues on {device}: its results differ from those of a run that was never stopped, by rounding and by the masks of dropout. For the same: graft train --resume FOLDER --device {first}.";
        }
    }
}
