using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>
/// softmax(q kᵀ / √d + mask) v of one head, without gradients: a few queries at a time, whose scores stay in the first-level cache.
/// Holds the memory that it works in; for one thread.
/// </summary>
internal sealed unsafe class AttentionKernel : IDisposable
{
    /// <summary>What the size of a head must be a multiple of.</summary>
    public const int SizeStep = ProductPanel.StoredStep;

    // Powers of 2 are quicker than those of e: scores and masks are multiplied by this.
    private const float PerLog2 = 1.44269504f;

    private readonly WorkMemory _memory;
    private readonly int _size;
    private readonly float _factor;
    private readonly float* _keyPanels, _valuePanels, _shift, _scores, _none, _inverses;
    private int _tokens, _width;

    /// <summary>Takes memory.</summary>
    /// <param name="tokens">Tokens of the longest row.</param>
    /// <param name="size">d, the size of a head; a multiple of <see cref="SizeStep"/>.</param>
    public AttentionKernel(int tokens, int size)
    {
        int width = ProductPanel.Whole(tokens), columns = ProductPanel.Whole(size);
        _size = size;
        _factor = (float)(PerLog2 / Math.Sqrt(size));
        _memory = new WorkMemory(width * size, tokens * columns, width, Queries * width, columns, Queries);
        _keyPanels = _memory.Take(width * size);
        _valuePanels = _memory.Take(tokens * columns);
        _shift = _memory.Take(width);
        _scores = _memory.Take(Queries * width);
        _none = _memory.Take(columns);
        _inverses = _memory.Take(Queries);
        new Span<float>(_none, columns).Clear();
    }

    /// <summary>True if the processor has the registers that this is written for.</summary>
    public static bool IsSupported => ProductPanel.IsSupported;

    private static int Queries => 2 * ProductPanel.Rows;

    /// <summary>Lays out a head's keys and values for the queries that follow.</summary>
    /// <param name="key">[tokens,d]</param>
    /// <param name="value">[tokens,d]</param>
    /// <param name="tokens">At least 1, at most those that memory was taken for.</param>
    /// <param name="mask">[tokens] added to the scores, or null.</param>
    public void Attend(TokenVectors key, TokenVectors value, int tokens, float* mask)
    {
        _tokens = tokens;
        _width = ProductPanel.Whole(tokens);
        LayOutKeys(key);
        LayOutValues(value);
        for (int token = 0; token < _width; token++)
        {
            // The lowest number stays finite: a row that sees no key attends to all alike.
            _shift[token] = token >= tokens ? float.NegativeInfinity : mask is null ? 0 : Math.Max(mask[token] * PerLog2, float.MinValue / 2);
        }
    }

    /// <summary>Mixes the values for some queries.</summary>
    /// <param name="query">[tokens,d]</param>
    /// <param name="first">The first query.</param>
    /// <param name="count">Number of queries, at least 1.</param>
    /// <param name="mixed">[tokens,d], receives the results; must not overlap the others.</param>
    public void Mix(TokenVectors query, int first, int count, TokenVectors mixed)
    {
        for (int done = 0; done < count; done += Queries)
        {
            // A few queries that are left over go with some before them, which come out the same again.
            int start = first + (count - done < ProductPanel.Rows ? Math.Max(0, count - ProductPanel.Rows) : done);
            MixBlock(query, start, Math.Min(Queries, first + count - start), mixed);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private void MixBlock(TokenVectors query, int first, int count, TokenVectors mixed)
    {
        for (int key = 0; key < _width; key += ProductPanel.Columns)
        {
            ProductPanel.Run(
                query[first], query.Stride, count, _size, _keyPanels + (nint)key * _size, _shift + key, _scores + key, added: null, _width,
                Math.Min(ProductPanel.Columns, _width - key), OutputBounds.None);
        }

        for (int row = 0; row < count; row++)
        {
            _inverses[row] = 1 / (Vector512.IsHardwareAccelerated
                ? Exponentials<Floats512>(_scores + (nint)row * _width, _width)
                : Exponentials<Floats256>(_scores + (nint)row * _width, _width));
        }

        for (int column = 0; column < _size; column += ProductPanel.Columns)
        {
            ProductPanel.Run(
                _scores, _width, count, _tokens, _valuePanels + (nint)column * _tokens, _none, mixed[first] + column, added: null, mixed.Stride,
                Math.Min(ProductPanel.Columns, _size - column), OutputBounds.None);
        }

        for (int row = 0; row < count; row++)
        {
            var inverse = Floats256.Create(_inverses[row]);
            float* at = mixed[first + row];
            for (int i = 0; i < _size; i += Floats256.Lanes)
            {
                Floats256.Store(Floats256.Load(at + i) * inverse, at + i);
            }
        }
    }

    // Overwrites scores with 2^(score - greatest); gives the sum. Whole registers: the width is a multiple of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Exponentials<TFloats>(float* scores, int width)
        where TFloats : struct, IFloats<TFloats>
    {
        TFloats most = TFloats.Load(scores);
        for (int i = TFloats.Lanes; i < width; i += TFloats.Lanes)
        {
            most = TFloats.Max(most, TFloats.Load(scores + i));
        }

        TFloats greatest = TFloats.Create(TFloats.Greatest(most)), sums = default;
        for (int i = 0; i < width; i += TFloats.Lanes)
        {
            TFloats value = VectorMath.Exp2(TFloats.Load(scores + i) - greatest);
            TFloats.Store(value, scores + i);
            sums += value;
        }

        return TFloats.Sum(sums);
    }

    // [tokens,d] -> panels [d,columns], multiplied by the factor.
    private void LayOutKeys(TokenVectors key)
    {
        for (int first = 0; first < _width; first += ProductPanel.Columns)
        {
            int columns = Math.Min(ProductPanel.Columns, _width - first);
            PanelLayout.Transpose(key[first], key.Stride, Math.Min(columns, _tokens - first), _size, _factor, _keyPanels + (nint)first * _size, columns);
        }
    }

    // [tokens,d] -> panels [tokens,columns]; columns beyond d are 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LayOutValues(TokenVectors value)
    {
        int whole = ProductPanel.Whole(_size);
        for (int first = 0; first < _size; first += ProductPanel.Columns)
        {
            int columns = Math.Min(ProductPanel.Columns, whole - first), count = Math.Min(columns, _size - first);
            float* to = _valuePanels + (nint)first * _tokens;
            for (int token = 0; token < _tokens; token++, to += columns)
            {
                float* from = value[token] + first;
                for (int column = 0; column < columns; column += Floats256.Lanes)
                {
                    Floats256.Store(column < count ? Floats256.Load(from + column) : default, to + column);
                }
            }
        }
    }
}
