using Graft.Training;

namespace Graft.Jobs;

/// <summary>Turns a forward pass that does not fit into memory into an error that says what to lower.</summary>
internal static class MemoryGuard
{
    /// <summary>Runs what computes without gradients.</summary>
    /// <param name="batchSize">Rows a forward pass; null where none were asked for.</param>
    /// <param name="compute">The work.</param>
    /// <exception cref="JobException">The memory is used up.</exception>
    public static T Run<T>(int? batchSize, Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (Exception error) when (OutOfMemory.IsCause(error))
        {
            throw new JobException("The memory is used up.", remedy: OutOfMemory.PassRemedy(batchSize, "--batch-size"), innerException: error);
        }
    }
}
