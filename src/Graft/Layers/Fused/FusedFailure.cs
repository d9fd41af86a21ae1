using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>
/// Carries an exception past libtorch's own frames, which it must not cross: fused steps are called back from there.
/// </summary>
internal static class FusedFailure
{
    // Forward and backward passes run on the thread that asks for them.
    [ThreadStatic]
    private static ExceptionDispatchInfo? pending;

    /// <summary>Runs a forward pass; where it fails, keeps the exception and gives stand-ins. They take no memory, of which there may be none left: what asking for it throws would end the process.</summary>
    /// <param name="step">The pass.</param>
    /// <param name="outputs">Tensors that it gives.</param>
    public static List<Tensor> Forward(Func<List<Tensor>> step, int outputs = 1) => Guard(step, () => [.. Enumerable.Range(0, outputs).Select(_ => empty(0))]);

    /// <summary>The same for a pass that gives one tensor.</summary>
    public static Tensor Forward(Func<Tensor> step) => Guard(step, () => empty(0));

    /// <summary>
    /// Runs a backward pass; where it fails, keeps the exception and gives a stand-in of a shape that no gradient has: libtorch then
    /// ends the pass itself, and calls no other fused step back with nothing to go on.
    /// </summary>
    /// <param name="step">The pass.</param>
    /// <param name="inputs">Gradients that it gives.</param>
    public static List<Tensor> Backward(Func<List<Tensor>> step, int inputs) => Guard(step, () => [empty(0), .. new Tensor[inputs - 1]]);

    /// <summary>Throws what a step on this thread failed with, if any did since the last call.</summary>
    public static void ThrowIfAny()
    {
        ExceptionDispatchInfo? failure = pending;
        pending = null;
        failure?.Throw();
    }

    private static T Guard<T>(Func<T> step, Func<T> standIn)
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
}
