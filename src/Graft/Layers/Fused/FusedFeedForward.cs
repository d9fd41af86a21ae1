using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>
/// Down(GELU(Up(x))). Keeps the inner layer before GELU only; the backward pass makes GELU's result again in the same
/// pass over memory that it needs for the gradient.
/// </summary>
internal sealed class FusedFeedForward : autograd.MultiTensorFunction<FusedFeedForward>
{
    /// <inheritdoc/>
    public override string Name => nameof(FusedFeedForward);

    /// <summary>[...,d] -> [...,d].</summary>
    /// <param name="x">[...,d]</param>
    /// <param name="up">d to inner size, with a shift.</param>
    /// <param name="down">Inner size to d, with a shift.</param>
    public static Tensor Apply(Tensor x, Linear up, Linear down)
    {
        using Tensor rows = x.reshape(-1, x.shape[^1]);        // [n,d]
        using Tensor upward = KeptTensors.Taking(up.Weight), downward = KeptTensors.Taking(down.Weight);
        using Tensor y = apply(rows, upward, up.Bias!, downward, down.Bias!)[0];
        FusedFailure.ThrowIfAny();
        return y.view([.. x.shape[..^1], y.shape[^1]]);
    }

    /// <summary>True if <see cref="Apply"/> serves these tensors.</summary>
    public static bool Serves(Tensor x, Linear up) => TensorAddress.IsReadable(x) && x.dtype == up.Weight.dtype;

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars) =>
        FusedFailure.Forward(() => Forward(ctx, vars));

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) =>
        FusedFailure.Backward(() => Backward(ctx, grad_outputs), inputs: 5);

    private static List<Tensor> Forward(autograd.AutogradContext ctx, object[] vars)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = (Tensor)vars[0], up = (Tensor)vars[1], down = (Tensor)vars[3];
        Tensor inner = nn.functional.linear(x, up, (Tensor)vars[2]), active = empty_like(inner);        // [n,i]
        nint from = TensorAddress.Of(inner), to = TensorAddress.Of(active);
        bool isBrief = inner.dtype == ScalarType.BFloat16;
        TensorMemory.ForEachChunk(inner.NumberOfElements, (first, count) =>
        {
            if (isBrief)
            {
                GeluKernel<BFloat16Format>.Forward(from, to, first, count);
            }
            else
            {
                GeluKernel<Float32Format>.Forward(from, to, first, count);
            }
        });
        ctx.save_data(nameof(KeptTensors), new KeptTensors(x, up, down, inner));
        ctx.save_data("wanted", Array.ConvertAll(vars, tensor => ((Tensor)tensor).requires_grad));
        return [nn.functional.linear(active, down, (Tensor)vars[4]).MoveToOuterDisposeScope()];
    }

    private static List<Tensor> Backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using DisposeScope scope = NewDisposeScope();
        using var saved = (KeptTensors)ctx.get_data(nameof(KeptTensors));
        using Tensor given = grad_outputs[0];
        Tensor x = saved[0], up = saved[1], down = saved[2], inner = saved[3], outer = given.contiguous();       // [n,d]
        Tensor change = outer.mm(down);                                                                          // [n,i]
        nint values = TensorAddress.Of(inner), slopes = TensorAddress.Of(change);
        bool isBrief = inner.dtype == ScalarType.BFloat16;
        TensorMemory.ForEachChunk(inner.NumberOfElements, (first, count) =>
        {
            if (isBrief)
            {
                GeluKernel<BFloat16Format>.Rebuild(values, slopes, first, count);
            }
            else
            {
                GeluKernel<Float32Format>.Rebuild(values, slopes, first, count);
            }
        });

        // Frozen weights get none.
        var wanted = (bool[])ctx.get_data("wanted");
        return KeptTensors.HandOver(
            wanted[0] ? change.mm(up) : null,
            wanted[1] ? change.t().mm(x) : null,
            wanted[2] ? ColumnSums.Of(change) : null,
            wanted[3] ? outer.t().mm(inner) : null,
            wanted[4] ? ColumnSums.Of(outer) : null);
    }
}
