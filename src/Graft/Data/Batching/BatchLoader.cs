using Graft.Tensors;

namespace Graft.Data.Batching;

/// <summary>Prepares batches ahead of their use, on other threads, and hands them out in order.</summary>
public static class BatchLoader
{
    // Enough that one batch is always ready, few enough not to fill the memory with images.
    private const int BatchesAhead = 2;

    /// <summary>The batches of a plan, one after the other; whoever takes one disposes it.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="plan">Rows of each batch.</param>
    /// <param name="first">Batches of the plan to leave out; they are not prepared at all.</param>
    /// <param name="augmentationSeed">The seed of a batch by its place in the plan, or null for no random changes.</param>
    public static IEnumerable<Batch> Load(
        IBatchSource source, IReadOnlyList<int[]> plan, int first = 0, Func<int, ulong>? augmentationSeed = null) =>
        Load(source, plan, ComputeDevice.Cpu, first, augmentationSeed);

    /// <summary>The same for a device: in memory that it reads by itself.</summary>
    internal static IEnumerable<Batch> Load(
        IBatchSource source, IReadOnlyList<int[]> plan, ComputeDevice device, int first = 0, Func<int, ulong>? augmentationSeed = null)
    {
        var ahead = new Queue<Task<Batch>>();
        int next = first;
        try
        {
            while (true)
            {
                for (; next < plan.Count && ahead.Count <= BatchesAhead; next++)
                {
                    int place = next;
                    ahead.Enqueue(Task.Run(() => source.CreateBatch(plan[place], augmentationSeed?.Invoke(place)).PinnedFor(device)));
                }

                if (!ahead.TryDequeue(out Task<Batch>? ready))
                {
                    yield break;
                }

                yield return ready.GetAwaiter().GetResult();
            }
        }
        finally
        {
            // Left early: what was prepared for nothing is freed, and what failed is not asked for.
            foreach (Task<Batch> task in ahead)
            {
                task.ContinueWith(done => done.Result.Dispose(), TaskContinuationOptions.OnlyOnRanToCompletion);
            }
        }
    }
}
