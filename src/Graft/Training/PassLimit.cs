using Graft.Data.Batching;
using Graft.Native;

namespace Graft.Training;

/// <summary>
/// How many rows go through a model in one pass: all of a batch, until the memory does not hold them and the options say
/// to go on with fewer.
/// </summary>
/// <param name="options">The run's options.</param>
internal sealed class PassLimit(TrainingOptions options)
{
    /// <summary>Rows of a pass at most, from 1; null while batches are not cut.</summary>
    public int? Rows { get; set; }

    /// <summary>Runs all passes of some batches; all of them anew, with halves of what did not fit, where the memory runs out.</summary>
    /// <param name="batches">The batches, which stay the caller's.</param>
    /// <param name="pass">Runs one pass; its batch is the caller's, or a part that goes after the pass.</param>
    /// <param name="discard">Throws away what the passes so far have left, before they are run anew.</param>
    /// <returns>What each pass gave.</returns>
    /// <exception cref="TrainingException">The options ask for fewer rows, and even one does not fit.</exception>
    public IReadOnlyList<T> Run<T>(IReadOnlyList<Batch> batches, Func<Batch, T> pass, Action discard)
    {
        while (true)
        {
            int rows = 0;
            try
            {
                var results = new List<T>();
                foreach (Batch part in batches.SelectMany(Cut))
                {
                    rows = part.Rows.Count;
                    results.Add(pass(part));
                }

                return results;
            }
            catch (Exception error) when (options.LowerBatchSize && OutOfMemory.IsCause(error))
            {
                discard();
                Rows = rows > 1 ? (rows + 1) / 2 : throw OutOfMemory.ExplainOneRow(error, options);
            }

            GiveBack();
        }
    }

    private IEnumerable<Batch> Cut(Batch batch)
    {
        int count = batch.Rows.Count, most = Rows ?? count;
        if (count <= most)
        {
            yield return batch;
            yield break;
        }

        for (int first = 0; first < count; first += most)
        {
            using Batch part = batch.Slice(first, Math.Min(most, count - first));
            yield return part;
        }
    }

    // What fused steps keep for a backward pass that never came is freed by the collector alone.
    private static void GiveBack()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        NativeHeap.Trim();
    }
}
