namespace Graft.Data.Reading;

/// <summary>Waits for a library that can only read asynchronously.</summary>
internal static class Synchronously
{
    /// <summary>Runs the work to its end; off the caller's synchronization context (a window's), which waiting would block.</summary>
    public static T Run<T>(Func<Task<T>> work) =>
        (SynchronizationContext.Current is null ? work() : Task.Run(work)).GetAwaiter().GetResult();
}
