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

    /// <summary>[b,t,d] -> [b,t,d]; a trace takes the input and each layer's output.</summary>
    /// <param name="hidden">[b,t,d], the embeddings.</param>
    /// <param name="mask">Added to the scores: broadcastable to [b,h,t,t], or null.</param>
    /// <param name="context">Training or prediction.</param>
    public Tensor Forward(Tensor hidden, Tensor? mask, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        context.Trace?.AddHiddenState(hidden);
        foreach (PostNormLayer layer in Layers)
        {
            hidden = layer.Forward(hidden, mask, context);
            context.Trace?.AddHiddenState(hidden);
        }

        return scope.MoveToOuter(hidden);
    }
}
