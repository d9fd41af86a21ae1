using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Bert;

/// <summary>Attention and feed-forward, each added to its input and then normalised (post-norm).</summary>
internal sealed class BertLayer(BertConfig config)
{
    public MultiHeadAttention Attention { get; } = new(config.HiddenSize, config.Heads, config.AttentionDropout);

    public Linear AttentionOutput { get; } = new(config.HiddenSize, config.HiddenSize);

    public LayerNorm AttentionNorm { get; } = new(config.HiddenSize, config.LayerNormEpsilon);

    public FeedForward FeedForward { get; } = new(config.HiddenSize, config.IntermediateSize, config.Activation);

    public LayerNorm OutputNorm { get; } = new(config.HiddenSize, config.LayerNormEpsilon);

    /// <summary>[b,t,d] -> [b,t,d].</summary>
    public Tensor Forward(Tensor x, Tensor? mask, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mixed = AttentionOutput.Forward(Attention.Forward(x, mask, context));
        Tensor attended = AttentionNorm.Forward(Dropout.Apply(mixed, config.HiddenDropout, context) + x);
        Tensor transformed = FeedForward.Forward(attended);
        return scope.MoveToOuter(OutputNorm.Forward(Dropout.Apply(transformed, config.HiddenDropout, context) + attended));
    }
}
