using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>LayerNorm(residual + Dropout(branch)) in one step each way. Keeps the sum and one bit an element for the mask.</summary>
internal sealed class DropoutAddNorm : autograd.MultiTensorFunction<DropoutAddNorm>
{
    private const int RowsPerPiece = 32;

    /// <inheritdoc/>
    public override string Name => nameof(DropoutAddNorm);

    /// <summary>[...,d] each -> [...,d].</summary>
    /// <param name="branch">A dense tensor that nothing else reads: the sum is written over it.</param>
    /// <param name="residual">What is added.</param>
    /// <param name="norm">The norm.</param>
    /// <param name="probability">Share of the branch dropped, 0 to below 1.</param>
    /// <param name="context">Training.</param>
    /// <param name="rows">The rows that lie end to end in a batch of one: masks are drawn as for the padded batch. Or null.</param>
    public static Tensor Apply(Tensor branch, Tensor residual, LayerNorm norm, double probability, ForwardContext context, PackedRows? rows = null)
    {
        using Tensor dense = residual.contiguous();
        object mask = context.Dropout is { } stream && probability > 0 ? stream.Next(probability) : false;
        Tensor y = apply(branch, dense, norm.Weight, (object?)norm.Bias ?? false, norm.Epsilon, mask, (object?)rows ?? false)[0];
        FusedFailure.ThrowIfAny();
        return y;
    }

    /// <summary>True if <see cref="Apply"/> serves these tensors.</summary>
    public static bool Serves(Tensor branch, Tensor residual, LayerNorm norm) =>
        TensorAddress.IsReadable(branch) && branch.is_contiguous() && residual.dtype == branch.dtype && norm.Weight.dtype == branch.dtype;

    /// <summary>The same in prediction: nothing is dropped, nothing kept, and the result is written over the branch.</summary>
    /// <param name="branch">A dense tensor that nothing else reads.</param>
    /// <param name="residual">What is added: dense.</param>
    /// <param name="norm">The norm.</param>
    /// <returns>The branch.</returns>
    public static unsafe Tensor Overwrite(Tensor branch, Tensor residual, LayerNorm norm)
    {
        int width = (int)branch.shape[^1], rows = (int)(branch.NumberOfElements / width);
        (nint b, nint r, nint w, nint s) = (TensorAddress.Of(branch), TensorAddress.Of(residual), TensorAddress.Of(norm.Weight), TensorAddress.Of(norm.Bias));
        bool isBrief = branch.dtype == ScalarType.BFloat16;
        int stride = width * (isBrief ? sizeof(ushort) : sizeof(float));
        double epsilon = norm.Epsilon;
        WorkTeam.ForEach((rows + RowsPerPiece - 1) / RowsPerPiece, piece =>
        {
            for (int row = piece * RowsPerPiece; row < Math.Min(rows, (piece + 1) * RowsPerPiece); row++)
            {
                nint at = (nint)row * stride;
                if (isBrief)
                {
                    NormKernel<BFloat16Format>.Forward(b + at, r + at, b + at, w, s, width, null, 1, epsilon, out _, out _);
                }
                else
                {
                    NormKernel<Float32Format>.Forward(b + at, r + at, b + at, w, s, width, null, 1, epsilon, out _, out _);
                }
            }
        });
        return branch;
    }

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars) =>
        FusedFailure.Forward(() => Forward(ctx, vars));

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) =>
        FusedFailure.Backward(() => Backward(ctx, grad_outputs), inputs: 7);

    private static unsafe List<Tensor> Forward(autograd.AutogradContext ctx, object[] vars)
    {
        Tensor branch = (Tensor)vars[0], residual = (Tensor)vars[1], weight = (Tensor)vars[2];
        var shift = vars[3] as Tensor;
        double epsilon = (double)vars[4];
        var mask = vars[5] as DropoutMask?;
        long[]? places = (vars[6] as PackedRows)?.Places;
        int width = (int)branch.shape[^1], rows = (int)(branch.NumberOfElements / width);
        int words = mask is null ? 0 : DropoutMask.WordsPerRow(width);
        Tensor statistics = empty([rows, 2], dtype: ScalarType.Float32), bits = empty([rows, words], dtype: ScalarType.Int64), y = empty_like(residual);
        (nint b, nint r, nint o, nint w, nint s) =
            (TensorAddress.Of(branch), TensorAddress.Of(residual), TensorAddress.Of(y), TensorAddress.Of(weight), TensorAddress.Of(shift));
        (nint figures, nint drawn) = (TensorAddress.Of(statistics), TensorAddress.Of(bits));
        bool isBrief = branch.dtype == ScalarType.BFloat16;
        int stride = width * (isBrief ? sizeof(ushort) : sizeof(float));
        float scale = mask?.Scale ?? 1;
        WorkTeam.ForEach((rows + RowsPerPiece - 1) / RowsPerPiece, piece =>
        {
            for (int row = piece * RowsPerPiece; row < Math.Min(rows, (piece + 1) * RowsPerPiece); row++)
            {
                ulong* kept = mask is null ? null : (ulong*)drawn + (nint)row * words;
                mask?.Draw((places?[row] ?? row) * width, width, new Span<ulong>(kept, words));
                float* figure = (float*)figures + 2 * row;
                nint at = (nint)row * stride;
                if (isBrief)
                {
                    NormKernel<BFloat16Format>.Forward(b + at, r + at, o + at, w, s, width, kept, scale, epsilon, out figure[0], out figure[1]);
                }
                else
                {
                    NormKernel<Float32Format>.Forward(b + at, r + at, o + at, w, s, width, kept, scale, epsilon, out figure[0], out figure[1]);
                }
            }
        });
        ctx.save_data(nameof(KeptTensors), new KeptTensors(branch, weight, statistics, bits));
        ctx.save_data(nameof(scale), scale);
        ctx.save_data(nameof(shift), shift is not null);
        return [y];
    }

    private static unsafe List<Tensor> Backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using DisposeScope scope = NewDisposeScope();
        using var saved = (KeptTensors)ctx.get_data(nameof(KeptTensors));
        Tensor sum = saved[0], weight = saved[1], statistics = saved[2], bits = saved[3];
        float scale = (float)ctx.get_data("scale");
        bool hasShift = (bool)ctx.get_data("shift");
        int width = (int)sum.shape[^1], rows = (int)statistics.shape[0], words = (int)bits.shape[1];
        using Tensor outer = grad_outputs[0];
        Tensor gradient = outer.contiguous();
        Tensor residualGradient = empty_like(sum), branchGradient = words == 0 ? residualGradient : empty_like(sum);
        int pieces = (rows + RowsPerPiece - 1) / RowsPerPiece;

        // Each piece adds up its own share, so that the sums do not depend on the threads.
        Tensor shares = zeros([pieces, 2, width], dtype: ScalarType.Float32);
        (nint g, nint x, nint w, nint rg, nint bg, nint parts) = (TensorAddress.Of(gradient), TensorAddress.Of(sum), TensorAddress.Of(weight),
            TensorAddress.Of(residualGradient), TensorAddress.Of(branchGradient), TensorAddress.Of(shares));
        (nint figures, nint drawn) = (TensorAddress.Of(statistics), TensorAddress.Of(bits));
        bool isBrief = sum.dtype == ScalarType.BFloat16;
        int stride = width * (isBrief ? sizeof(ushort) : sizeof(float));
        WorkTeam.ForEach(pieces, piece =>
        {
            float* weightGradient = (float*)parts + (nint)piece * 2 * width, shiftGradient = weightGradient + width;
            for (int row = piece * RowsPerPiece; row < Math.Min(rows, (piece + 1) * RowsPerPiece); row++)
            {
                ulong* kept = words == 0 ? null : (ulong*)drawn + (nint)row * words;
                float* figure = (float*)figures + 2 * row;
                nint at = (nint)row * stride;
                if (isBrief)
                {
                    NormKernel<BFloat16Format>.Backward(g + at, x + at, w, rg + at, bg + at, weightGradient, shiftGradient, width, kept, scale, figure[0], figure[1]);
                }
                else
                {
                    NormKernel<Float32Format>.Backward(g + at, x + at, w, rg + at, bg + at, weightGradient, shiftGradient, width, kept, scale, figure[0], figure[1]);
                }
            }
        });
        Tensor sums = shares.sum(dim: 0);
        Tensor? shiftSum = hasShift ? sums[1].to(weight.dtype) : null;
        return KeptTensors.HandOver(branchGradient, residualGradient, sums[0].to(weight.dtype), shiftSum, null, null, null);
    }
}
