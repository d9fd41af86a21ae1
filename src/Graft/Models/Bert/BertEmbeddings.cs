using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Bert;

/// <summary>Words, positions and token types, added and normalised.</summary>
internal sealed class BertEmbeddings(BertConfig config) : IDisposable
{
    public Embedding Words { get; } = new(config.VocabularySize, config.HiddenSize, config.PaddingId);

    public Embedding Positions { get; } = new(config.MaxPositions, config.HiddenSize);

    public Embedding TokenTypes { get; } = new(config.TokenTypes, config.HiddenSize);

    public LayerNorm Norm { get; } = new(config.HiddenSize, config.LayerNormEpsilon);

    /// <summary>[b,t] ids -> [b,t,d].</summary>
    public Tensor Forward(TextInputs inputs, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        long tokens = inputs.InputIds.shape[1];
        if (tokens > config.MaxPositions)
        {
            throw new ArgumentException($"the batch has {tokens} tokens, but the model has positions for {config.MaxPositions}", nameof(inputs));
        }

        Tensor words = Words.Forward(inputs.InputIds);                               // [b,t,d]
        Tensor types = inputs.TokenTypeIds is null
            ? TokenTypes.Weight[0]                                                   // [d]
            : TokenTypes.Forward(inputs.TokenTypeIds);                               // [b,t,d]
        Tensor positions = Positions.Weight.narrow(0, 0, tokens);                    // [t,d]
        Tensor normed = Norm.Forward(words + types + positions);
        return scope.MoveToOuter(Dropout.Apply(normed, config.HiddenDropout, context));
    }

    public void Dispose()
    {
        Words.Dispose();
        Positions.Dispose();
        TokenTypes.Dispose();
    }
}
