using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>GELU by the error function, with a gradient that takes one pass over memory.</summary>
internal sealed class FusedGelu : autograd.SingleTensorFunction<FusedGelu>
{
    /// <inheritdoc/>
    public override string Name => nameof(FusedGelu);

    /// <summary>Any shape -> a new tensor of the same shape and format.</summary>
    public static Tensor Apply(Tensor x)
    {
        using Tensor dense = x.contiguous();
        Tensor y = apply(dense);
        FusedFailure.ThrowIfAny();
        return y;
    }

    /// <summary>The same in prediction: the result is written over x, which nothing else may read.</summary>
    public static void Overwrite(Tensor x)
    {
        nint values = TensorAddress.Of(x);
        if (x.dtype == ScalarType.BFloat16)
        {
            TensorMemory.ForEachChunk(x.NumberOfElements, (from, count) => GeluKernel<BFloat16Format>.Forward(values, values, from, count));
        }
        else
        {
            TensorMemory.ForEachChunk(x.NumberOfElements, (from, count) => GeluKernel<Float32Format>.Forward(values, values, from, count));
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) =>
        FusedFailure.Forward(() => Forward(ctx, vars));

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        FusedFailure.Backward(() => Backward(ctx, grad_output), inputs: 1);

    private static Tensor Forward(autograd.AutogradContext ctx, object[] vars)
    {
        var x = (Tensor)vars[0];
        ctx.save_data(nameof(KeptTensors), new KeptTensors(x));
        Tensor y = empty_like(x);
        nint input = TensorAddress.Of(x), output = TensorAddress.Of(y);
        if (x.dtype == ScalarType.BFloat16)
        {
            TensorMemory.ForEachChunk(x.NumberOfElements, (from, count) => GeluKernel<BFloat16Format>.Forward(input, output, from, count));
        }
        else
        {
            TensorMemory.ForEachChunk(x.NumberOfElements, (from, count) => GeluKernel<Float32Format>.Forward(input, output, from, count));
        }

        return y;
    }

    private static List<Tensor> Backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using DisposeScope scope = NewDisposeScope();
        using var saved = (KeptTensors)ctx.get_data(nameof(KeptTensors));
        using Tensor given = grad_output;
        Tensor x = saved[0], gradient = given.contiguous();
        Tensor result = empty_like(x);
        nint input = TensorAddress.Of(x), outer = TensorAddress.Of(gradient), output = TensorAddress.Of(result);
        if (x.dtype == ScalarType.BFloat16)
        {
            TensorMemory.ForEachChunk(x.NumberOfElements, (from, count) => GeluKernel<BFloat16Format>.Backward(input, outer, output, from, count));
        }
        else
        {
            TensorMemory.ForEachChunk(x.NumberOfElements, (from, count) => GeluKernel<Float32Format>.Backward(input, outer, output, from, count));
        }

        return KeptTensors.HandOver(result);
    }
}
