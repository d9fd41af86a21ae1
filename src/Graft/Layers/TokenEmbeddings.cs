using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>Words, positions and token types, added and normalised.</summary>
internal sealed class TokenEmbeddings : IDisposable
{
    private readonly int? _positionsAfter;
    private readonly double _dropout;

    /// <summary>Creates the tables; their values are undefined until weights are loaded.</summary>
    /// <param name="vocabulary">Rows of the word table.</param>
    /// <param name="positions">Rows of the position table.</param>
    /// <param name="tokenTypes">Rows of the token type table; 0 for a model without one.</param>
    /// <param name="width">Size of a vector.</param>
    /// <param name="paddingId">The word row that takes no gradient, or null.</param>
    /// <param name="epsilon">Added to the variance in the norm.</param>
    /// <param name="dropout">Share of the output dropped while training.</param>
    /// <param name="positionsAfter">
    /// Null where positions count from 0 along the row. Else the padding id as RoBERTa has it: padding sits at that
    /// position, and tokens count from the one after it.
    /// </param>
    public TokenEmbeddings(
        long vocabulary, int positions, long tokenTypes, long width, int? paddingId, double epsilon, double dropout,
        int? positionsAfter = null)
    {
        Words = new Embedding(vocabulary, width, paddingId);
        Positions = new Embedding(positions, width, positionsAfter);
        TokenTypes = tokenTypes > 0 ? new Embedding(tokenTypes, width) : null;
        Norm = new LayerNorm(width, epsilon);
        MaxTokens = positionsAfter is { } reserved ? positions - reserved - 1 : positions;
        _positionsAfter = positionsAfter;
        _dropout = dropout;
    }

    /// <summary>The longest row that there are positions for.</summary>
    public int MaxTokens { get; }

    /// <summary>The padding id after which positions count, or null where they count from 0 along the row.</summary>
    public int? PositionsAfter => _positionsAfter;

    public Embedding Words { get; }

    public Embedding Positions { get; }

    public Embedding? TokenTypes { get; }

    public LayerNorm Norm { get; }

    /// <summary>[b,t] ids -> [b,t,width].</summary>
    /// <param name="ids">[b,t] int64</param>
    /// <param name="typeIds">[b,t] int64, or null for all zero; unused where the model has no token types or a single one.</param>
    /// <exception cref="GraftException">A token type that the table has no row for.</exception>
    /// <param name="context">Training or prediction.</param>
    public Tensor Forward(Tensor ids, Tensor? typeIds, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        long tokens = ids.shape[1];
        if (tokens > MaxTokens)
        {
            throw new ArgumentException($"the batch has {tokens} tokens, but the model has positions for {MaxTokens}", nameof(ids));
        }

        Tensor sum = Words.Forward(ids);                                             // [b,t,d]
        if (TokenTypes is not null)
        {
            sum = sum + TokenTypeRows.Of(TokenTypes, typeIds);
        }

        sum = sum + (_positionsAfter is { } padding
            ? Positions.Forward(CountTokens(ids, padding))                           // [b,t,d]
            : Positions.Weight.narrow(0, 0, tokens));                                // [t,d]
        return scope.MoveToOuter(Dropout.Apply(Norm.Forward(sum), _dropout, context));
    }

    public void Dispose()
    {
        Words.Dispose();
        Positions.Dispose();
        TokenTypes?.Dispose();
    }

    // [b,t] ids -> [b,t] positions: the padding id at padding, else padding id + 1, + 2, … over the row's tokens.
    private static Tensor CountTokens(Tensor ids, int padding)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor isToken = ids.ne(padding).to(ScalarType.Int64);
        return scope.MoveToOuter(isToken.cumsum(1) * isToken + padding);
    }
}
