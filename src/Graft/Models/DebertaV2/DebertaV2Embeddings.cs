using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.DebertaV2;

/// <summary>Words, with positions and token types where the model has them; zero at padding.</summary>
internal sealed class DebertaV2Embeddings(DebertaV2Config config) : IDisposable
{
    public Embedding Words { get; } = new(config.VocabularySize, config.EmbeddingSize, config.PaddingId);

    public Embedding? Positions { get; } = config.HasAbsolutePositions ? new(config.MaxPositions, config.EmbeddingSize) : null;

    public Embedding? TokenTypes { get; } = config.TokenTypes > 0 ? new(config.TokenTypes, config.EmbeddingSize) : null;

    public Linear? Projection { get; } =
        config.EmbeddingSize == config.HiddenSize ? null : new(config.EmbeddingSize, config.HiddenSize, bias: false);

    public LayerNorm Norm { get; } = new(config.HiddenSize, config.LayerNormEpsilon);

    /// <summary>[b,t] ids -> [b,t,d].</summary>
    /// <param name="inputs">The batch.</param>
    /// <param name="isToken">[b,t,1] float32, 1 at tokens and 0 at padding; null where no row is padded.</param>
    /// <param name="context">Training or prediction.</param>
    public Tensor Forward(TextInputs inputs, Tensor? isToken, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        long tokens = inputs.InputIds.shape[1];
        Tensor sum = Words.Forward(inputs.InputIds);                                 // [b,t,e]
        if (Positions is not null)
        {
            if (tokens > config.MaxPositions)
            {
                throw new ArgumentException($"the batch has {tokens} tokens, but the model has positions for {config.MaxPositions}", nameof(inputs));
            }

            sum = sum + Positions.Weight.narrow(0, 0, tokens);                       // [t,e]
        }

        if (TokenTypes is not null)
        {
            sum = sum + TokenTypeRows.Of(TokenTypes, inputs.TokenTypeIds);
        }

        Tensor normed = Norm.Forward(Projection is null ? sum : Projection.Forward(sum));   // [b,t,d]
        Tensor masked = isToken is null ? normed : normed * isToken;
        return scope.MoveToOuter(Dropout.Apply(masked, config.HiddenDropout, context));
    }

    public void Dispose()
    {
        Words.Dispose();
        Positions?.Dispose();
        TokenTypes?.Dispose();
    }
}
