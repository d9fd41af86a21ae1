using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>
/// Queries, keys and values of one input. The three gradients of that input are added up inside the products instead of
/// by passes over memory of their own.
/// </summary>
internal sealed class FusedProjections : autograd.MultiTensorFunction<FusedProjections>
{
    private const int Projections = 3;

    /// <inheritdoc/>
    public override string Name => nameof(FusedProjections);

    /// <summary>[b,t,d] -> three tensors [b,t,e].</summary>
    /// <param name="x">[b,t,d]</param>
    /// <param name="query">d to e.</param>
    /// <param name="key">d to e.</param>
    /// <param name="value">d to e.</param>
    public static (Tensor Query, Tensor Key, Tensor Value) Apply(Tensor x, Linear query, Linear key, Linear value)
    {
        using Tensor dense = x.contiguous();
        using Tensor q = KeptTensors.Taking(query.Weight), k = KeptTensors.Taking(key.Weight), v = KeptTensors.Taking(value.Weight);
        List<Tensor> projected = apply(dense, q, k, v, Optional(query.Bias), Optional(key.Bias), Optional(value.Bias));
        FusedFailure.ThrowIfAny();
        return (projected[0], projected[1], projected[2]);

        static object Optional(Tensor? bias) => (object?)bias ?? false;
    }

    /// <summary>True if <see cref="Apply"/> serves these tensors.</summary>
    public static bool Serves(Tensor x, Linear query) => is_grad_enabled() && TensorAddress.IsReadable(x) && x.dtype == query.Weight.dtype;

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars) =>
        FusedFailure.Forward(() => Forward(ctx, vars), outputs: Projections);

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) =>
        FusedFailure.Backward(() => Backward(ctx, grad_outputs), inputs: 7);

    private static List<Tensor> Forward(autograd.AutogradContext ctx, object[] vars)
    {
        var x = (Tensor)vars[0];
        ctx.save_data(nameof(KeptTensors), new KeptTensors(x, (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3]));
        ctx.save_data("wanted", Array.ConvertAll(vars, value => value is Tensor { requires_grad: true }));
        return [.. Enumerable.Range(1, Projections).Select(i => nn.functional.linear(x, (Tensor)vars[i], vars[i + Projections] as Tensor))];
    }

    private static List<Tensor> Backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using DisposeScope scope = NewDisposeScope();
        using var saved = (KeptTensors)ctx.get_data(nameof(KeptTensors));
        var wanted = (bool[])ctx.get_data("wanted");
        Tensor input = saved[0], rows = input.view(-1, input.shape[^1]);                    // [n,d]
        var gradients = new Tensor?[1 + 2 * Projections];
        Tensor? sum = null;
        for (int i = 0; i < Projections; i++)
        {
            using Tensor given = grad_outputs[i];
            Tensor outer = given.reshape(-1, given.shape[^1]), weight = saved[1 + i];       // [n,e], [e,d]
            if (wanted[0])
            {
                sum = sum is null ? outer.mm(weight) : sum.addmm_(outer, weight);
            }

            gradients[1 + i] = wanted[1 + i] ? outer.t().mm(rows) : null;
            gradients[1 + i + Projections] = wanted[1 + i + Projections] ? ColumnSums.Of(outer) : null;
        }

        gradients[0] = sum?.view(input.shape);
        return KeptTensors.HandOver(gradients);
    }
}
