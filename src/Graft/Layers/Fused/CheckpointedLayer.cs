using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>
/// A layer that keeps its input only: the backward pass runs it again, with the dropout masks of the first time.
/// Source: Chen et al., "Training deep nets with sublinear memory cost", 2016.
/// </summary>
internal sealed class CheckpointedLayer : autograd.MultiTensorFunction<CheckpointedLayer>
{
    /// <inheritdoc/>
    public override string Name => nameof(CheckpointedLayer);

    /// <summary>Runs a layer: by <see cref="Apply"/> where the context asks for it.</summary>
    /// <param name="x">The layer's input.</param>
    /// <param name="bias">Added to the layer's scores, or null.</param>
    /// <param name="context">What the pass is for.</param>
    /// <param name="layer">The layer: a function of input, bias and masks alone.</param>
    public static Tensor Run(Tensor x, Tensor? bias, ForwardContext context, Func<Tensor, Tensor?, Tensor> layer) =>
        context.CheckpointActivations && context.Trace is null && is_grad_enabled() ? Apply(x, bias, context, layer) : layer(x, bias);

    /// <summary>[...] -> what the layer gives, with the gradients that it gives by itself.</summary>
    /// <param name="x">The layer's input.</param>
    /// <param name="bias">Added to the layer's scores, or null.</param>
    /// <param name="context">Training.</param>
    /// <param name="layer">The layer: a function of input, bias and masks alone.</param>
    public static Tensor Apply(Tensor x, Tensor? bias, ForwardContext context, Func<Tensor, Tensor?, Tensor> layer)
    {
        ulong place = context.Dropout?.Place ?? 0;
        using DisposeScope scope = NewDisposeScope();
        Tensor result;
        bool isTrained;

        // With gradients on, so that the same kernels run as the second time; its graph goes at once.
        using (KeptTensors.KeepNothing())
        {
            Tensor first = layer(Leaf(x), bias is null ? null : Leaf(bias));
            isTrained = first.requires_grad;
            result = first.detach();
            first.Dispose();
        }

        if (!isTrained)
        {
            return scope.MoveToOuter(result);
        }

        // Where neither takes a gradient, only the layer's own weights do: the graph needs something to hold on to.
        object anchor = x.requires_grad || bias is { requires_grad: true } ? false : zeros(1, device: x.device, requires_grad: true);
        Tensor y = apply(x, (object?)bias ?? false, anchor, new Recipe(layer, context.Dropout, place, result))[0];
        FusedFailure.ThrowIfAny();
        return scope.MoveToOuter(y);
    }

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars) =>
        FusedFailure.Forward(() => Forward(ctx, vars));

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) =>
        FusedFailure.Backward(() => Backward(ctx, grad_outputs), inputs: 4);

    private static List<Tensor> Forward(autograd.AutogradContext ctx, object[] vars)
    {
        Tensor x = (Tensor)vars[0];
        var bias = vars[1] as Tensor;
        var recipe = (Recipe)vars[3];
        ctx.save_data(nameof(KeptTensors), new KeptTensors(x, bias));
        ctx.save_data("wanted", new[] { x.requires_grad, bias is { requires_grad: true } });
        ctx.save_data(nameof(Recipe), recipe with { Result = null });
        return [recipe.Result!.alias()];
    }

    private static List<Tensor> Backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using DisposeScope scope = NewDisposeScope();
        using var saved = (KeptTensors)ctx.get_data(nameof(KeptTensors));
        var wanted = (bool[])ctx.get_data("wanted");
        var recipe = (Recipe)ctx.get_data(nameof(Recipe));
        using Tensor given = grad_outputs[0];
        using IDisposable gradientsOn = enable_grad();
        Tensor x = saved[0].detach().requires_grad_(wanted[0]);
        Tensor? bias = saved.Find(1)?.detach().requires_grad_(wanted[1]);
        Tensor y;
        ulong? place = recipe.Dropout?.Place;
        try
        {
            recipe.Dropout?.Place = recipe.Place;
            y = recipe.Layer(x, bias);
        }
        finally
        {
            recipe.Dropout?.Place = place!.Value;
        }

        // The weights' gradients are added where they belong by this inner pass.
        y.backward([given]);
        FusedFailure.ThrowIfAny();
        return KeptTensors.HandOver(wanted[0] ? x.grad : null, wanted[1] ? bias!.grad : null, null, null);
    }

    private static Tensor Leaf(Tensor x) => x.detach().requires_grad_(x.requires_grad);

    // How to run the layer again: its masks begin at a place of the step's stream.
    private sealed record Recipe(Func<Tensor, Tensor?, Tensor> Layer, DropoutStream? Dropout, ulong Place, Tensor? Result);
}
