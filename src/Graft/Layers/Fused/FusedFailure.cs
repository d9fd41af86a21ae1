using System.Runtime.ExceptionServices;

namespace Graft.Layers.Fused;

/// <summary>
/// Carries an exception past libtorch's own frames, which it must not cross: fused steps are called back from there.
/// </summary>
internal static class FusedFailure
{
    // Forward and backward passes run on the thread that asks for them.
    [ThreadStatic]
    private static ExceptionDispatchInfo? pending;

    /// <summary>
    /// Runs a step; where it fails, keeps the exception and gives a stand-in. That one must take no memory, of which there may be
    /// none left: what it throws would end the process. A backward pass gives one of a shape that no gradient has: libtorch then
    /// ends the pass itself, and calls no other fused step back with nothing to go on.
    /// </summary>
    public static T Guard<T>(Func<T> step, Func<T> standIn)
    {
        try
        {
            return step();
        }
#pragma warning disable CA1031 // Whatever it is, it is thrown again on the other side.
        catch (Exception error)
#pragma warning restore CA1031
        {
            pending ??= ExceptionDispatchInfo.Capture(error);
            return standIn();
        }
    }

    /// <summary>Throws what a step on this thread failed with, if any did since the last call.</summary>
    public static void ThrowIfAny()
    {
        ExceptionDispatchInfo? failure = pending;
        pending = null;
        failure?.Throw();
    }
}
