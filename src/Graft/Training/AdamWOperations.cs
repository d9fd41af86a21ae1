using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Training;

/// <summary>What <see cref="AdamW"/> does on a device whose memory the process cannot read: the same, by libtorch's operations.</summary>
internal static class AdamWOperations
{
    /// <summary>L2 norm over all gradients: one float64 where they are, which belongs to the surrounding dispose scope.</summary>
    /// <param name="gradients">One or more.</param>
    public static Tensor Norm(IEnumerable<Tensor> gradients)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] norms = [.. gradients.Select(NormOf)];
        return scope.MoveToOuter(stack(norms).to(ScalarType.Float64).square().sum().sqrt());
    }

    /// <summary>One update, as <see cref="AdamWKernel.Update"/>.</summary>
    /// <param name="kernel">The step's constants.</param>
    /// <param name="parameter">The parameter; what the model shows of it is rounded anew where it has another format.</param>
    /// <param name="gradient">Its gradient.</param>
    public static void Update(AdamWKernel kernel, OptimizedParameter parameter, Tensor gradient)
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor scaled = gradient.to(ScalarType.Float32) * kernel.GradientScale;
        parameter.Means.add_(scaled - parameter.Means, 1 - kernel.Beta1);
        parameter.Squares.mul_(kernel.Beta2).addcmul_(scaled, scaled, 1 - kernel.Beta2);
        Tensor divisor = parameter.Squares.sqrt().mul_(kernel.RootCorrection).add_(kernel.Epsilon);
        parameter.Values.mul_(kernel.Decay).addcdiv_(parameter.Means, divisor, -kernel.StepSize);
        if (!ReferenceEquals(parameter.Values, parameter.Entry.Tensor))
        {
            parameter.Entry.Tensor.copy_(parameter.Values);
        }
    }

    private static Tensor NormOf(Tensor gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(linalg.vector_norm(gradient.to(ScalarType.Float32), 2));
    }
}
