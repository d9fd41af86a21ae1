using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>A stack of equal post-norm layers.</summary>
internal sealed class PostNormEncoder
{
    /// <summary>Creates the layers; their values are undefined until weights are loaded.</summary>
    /// <param name="layers">Number of layers.</param>
    /// <param name="createLayer">Makes one of them.</param>
    public PostNormEncoder(int layers, Func<PostNormLayer> createLayer)
    {
        Layers = [.. Enumerable.Range(0, layers).Select(_ => createLayer())];
    }

    public IReadOnlyList<PostNormLayer> Layers { get; }

    /// <summary>[b,t,d] -> [b,t,d] for rows with padding, left out where that saves time; vectors at padding mean nothing.</summary>
    /// <param name="hidden">[b,t,d], the embeddings.</param>
    /// <param name="seen">[b,t] int64, 1 at tokens and 0 at padding; or null where no row is padded.</param>
    /// <param name="context">Training or prediction.</param>
    public Tensor ForwardPadded(Tensor hidden, Tensor? seen, ForwardContext context) =>
        PackedRows.Run(hidden, seen, context, (x, mask, rows) => Forward(x, mask, context, rows));

    /// <summary>[b,t,d] -> [b,t,d]; a trace takes the input and each layer's output.</summary>
    /// <param name="hidden">[b,t,d], the embeddings.</param>
    /// <param name="mask">Added to the scores: broadcastable to [b,h,t,t], or null.</param>
    /// <param name="context">Training or prediction.</param>
    /// <param name="rows">The rows that lie end to end, see <see cref="PostNormLayer.Forward"/>; or null.</param>
    public Tensor Forward(Tensor hidden, Tensor? mask, ForwardContext context, PackedRows? rows = null)
    {
        using DisposeScope scope = NewDisposeScope();
        context.Trace?.AddHiddenState(hidden);
        foreach (PostNormLayer layer in Layers)
        {
            hidden = layer.Forward(hidden, mask, context, rows);
            context.Trace?.AddHiddenState(hidden);
        }

        return scope.MoveToOuter(hidden);
    }
}
