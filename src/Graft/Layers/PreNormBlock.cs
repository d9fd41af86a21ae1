using Graft.Layers.Fused;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>
/// Attention and feed-forward, each on the normalised input and added to it (pre-norm), as vision transformers have it.
/// Source: Dosovitskiy et al., "An image is worth 16x16 words", 2020; layer scale: Touvron et al., "Going deeper with
/// image transformers", 2021.
/// </summary>
public sealed class PreNormBlock
{
    private readonly double _attentionDropout;
    private readonly double _outputDropout;
    private readonly double _dropPath;

    /// <summary>Creates the block; its values are undefined until weights are loaded or drawn.</summary>
    /// <param name="width">Size of a token's vector.</param>
    /// <param name="epsilon">Added to the variance in layer norms.</param>
    /// <param name="attention">The attention, without its output projection.</param>
    /// <param name="feedForward">What follows it.</param>
    /// <param name="attentionDropout">Dropout of the attention's output while training, 0 to below 1.</param>
    /// <param name="outputDropout">Dropout of the feed-forward's output while training, 0 to below 1.</param>
    /// <param name="dropPath">Share of rows whose branch is skipped while training, 0 to below 1.</param>
    /// <param name="layerScale">True for a trained factor a channel on each branch.</param>
    public PreNormBlock(
        long width,
        double epsilon,
        MultiHeadAttention attention,
        IFeedForward feedForward,
        double attentionDropout = 0,
        double outputDropout = 0,
        double dropPath = 0,
        bool layerScale = false)
    {
        _attentionDropout = attentionDropout;
        _outputDropout = outputDropout;
        _dropPath = dropPath;
        AttentionNorm = new LayerNorm(width, epsilon);
        Attention = attention;
        AttentionOutput = new Linear(width, width);
        AttentionScale = layerScale ? Parameters.Create(width) : null;
        FeedForwardNorm = new LayerNorm(width, epsilon);
        FeedForward = feedForward;
        FeedForwardScale = layerScale ? Parameters.Create(width) : null;
    }

    /// <summary>The norm before the attention.</summary>
    public LayerNorm AttentionNorm { get; }

    /// <summary>The attention, without its output projection.</summary>
    public MultiHeadAttention Attention { get; }

    /// <summary>The attention's output projection.</summary>
    public Linear AttentionOutput { get; }

    /// <summary>Factors of the attention branch: [width], or null.</summary>
    public Parameter? AttentionScale { get; }

    /// <summary>The norm before the feed-forward.</summary>
    public LayerNorm FeedForwardNorm { get; }

    /// <summary>What each token goes through by itself.</summary>
    public IFeedForward FeedForward { get; }

    /// <summary>Factors of the feed-forward branch: [width], or null.</summary>
    public Parameter? FeedForwardScale { get; }

    /// <summary>[b,t,width] -> [b,t,width].</summary>
    /// <param name="x">[b,t,width]</param>
    /// <param name="bias">Added to the attention's scores: broadcastable to [b,heads,t,t], or null.</param>
    /// <param name="context">Training or prediction.</param>
    public Tensor Forward(Tensor x, Tensor? bias, ForwardContext context) =>
        CheckpointedLayer.Run(x, bias, context, (input, added) => Run(input, added, context));

    private Tensor Run(Tensor x, Tensor? bias, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mixed = AttentionOutput.Forward(Attention.Forward(AttentionNorm.Forward(x), bias, context));
        Tensor attended = Add(Branch(mixed, _attentionDropout, AttentionScale, context), x, context);
        Tensor transformed = FeedForward.Forward(FeedForwardNorm.Forward(attended));
        return scope.MoveToOuter(Add(Branch(transformed, _outputDropout, FeedForwardScale, context), attended, context));
    }

    // A branch comes fresh from a product: in prediction its memory is taken.
    private static Tensor Add(Tensor branch, Tensor residual, ForwardContext context) =>
        context.RunsFused && branch.dtype == residual.dtype ? branch.add_(residual) : branch + residual;

    private Tensor Branch(Tensor branch, double dropout, Parameter? scale, ForwardContext context)
    {
        Tensor kept = Dropout.Apply(branch, dropout, context);
        return DropPath.Apply(scale is null ? kept : kept * scale, _dropPath, context);
    }
}
