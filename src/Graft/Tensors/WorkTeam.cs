using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Graft.Native;
using TorchSharp;

namespace Graft.Tensors;

/// <summary>Shares pieces of work out to as many threads as libtorch uses.</summary>
internal static class WorkTeam
{
    /// <summary>Runs every piece once, in any order, and returns when all are done. An exception of a piece is thrown here.</summary>
    /// <param name="pieces">Number of pieces; results must not depend on which thread takes which.</param>
    /// <param name="work">Gets the piece's number.</param>
    public static unsafe void ForEach(int pieces, Action<int> work)
    {
        int threads = Math.Min(pieces, torch.get_num_threads());
        if (threads <= 1)
        {
            for (int piece = 0; piece < pieces; piece++)
            {
                work(piece);
            }
        }
        else if (OpenMpTeam.IsAvailable)
        {
            var job = new Job(pieces, work);
            GCHandle handle = GCHandle.Alloc(job);
            try
            {
                OpenMpTeam.Run(&RunJob, GCHandle.ToIntPtr(handle), threads);
            }
            finally
            {
                handle.Free();
            }

            job.Error?.Throw();
        }
        else
        {
            ForEachInPool(pieces, threads, work);
        }
    }

    /// <summary>The same on the thread pool, for systems without libtorch's own threads.</summary>
    internal static void ForEachInPool(int pieces, int threads, Action<int> work)
    {
        try
        {
            Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
    }

    [UnmanagedCallersOnly]
    private static void RunJob(nint handle) => ((Job)GCHandle.FromIntPtr(handle).Target!).Run();

    private sealed class Job(int pieces, Action<int> work)
    {
        private int _next = -1;

        public ExceptionDispatchInfo? Error { get; private set; }

        public void Run()
        {
            try
            {
                for (int piece = Interlocked.Increment(ref _next); piece < pieces; piece = Interlocked.Increment(ref _next))
                {
                    work(piece);
                }
            }
#pragma warning disable CA1031 // No exception may cross the native frames: it is thrown again by the caller.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Error = ExceptionDispatchInfo.Capture(error);

                // The others end after the pieces that they have.
                Volatile.Write(ref _next, pieces);
            }
        }
    }
}
