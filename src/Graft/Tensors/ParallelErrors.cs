using System.Runtime.ExceptionServices;

namespace Graft.Tensors;

/// <summary>Gives errors of work on several threads out as themselves: an <see cref="AggregateException"/> around them would hide what they are.</summary>
internal static class ParallelErrors
{
    /// <summary>Runs the work.</summary>
    /// <param name="work">Parallel loops or queries.</param>
    /// <returns>What the work returns.</returns>
    /// <exception cref="GraftException">A thread threw it; where several threads threw, one of these goes before any other error.</exception>
    /// <exception cref="AggregateException">Threads threw what nobody throws on purpose.</exception>
    public static T Unwrap<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (AggregateException error)
        {
            IReadOnlyCollection<Exception> errors = error.Flatten().InnerExceptions;
            Exception? meant = errors.FirstOrDefault(inner => inner is GraftException) ?? errors.FirstOrDefault(inner => inner is OperationCanceledException or OutOfMemoryException);
            if (meant is not null)
            {
                ExceptionDispatchInfo.Throw(meant);
            }

            throw;
        }
    }
}
