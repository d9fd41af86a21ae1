using System.Collections.Concurrent;
using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>Attention in single precision where no gradient is asked for: each head of each row by an <see cref="AttentionKernel"/>.</summary>
internal static class PredictionAttention
{
    // So that no thread waits long for the last piece; but each piece lays out the keys once more.
    private const int PiecesPerThread = 4, LeastQueries = 64;

    /// <summary>True if <see cref="Apply"/> serves these tensors.</summary>
    public static bool Serves(Tensor query, Tensor key, Tensor value, Tensor? mask) =>
        AttentionKernel.IsSupported && !is_grad_enabled()
        && query.numel() > 0 && query.shape[3] % AttentionKernel.SizeStep == 0 && AttentionMask.IsByKey(mask, query.shape[0], key.shape[2])
        && Lies(query) && Lies(key) && Lies(value);

    /// <summary>[b,h,t,d] each -> [b,h,t,d], a view of [b,t,h,d].</summary>
    /// <param name="query">[b,h,t,d]</param>
    /// <param name="key">[b,h,t,d]</param>
    /// <param name="value">[b,h,t,d]</param>
    /// <param name="mask">[b,1,1,t] float32 added to the scores, or null.</param>
    /// <param name="packed">The rows that lie end to end in a batch of one, each of which attends to itself; or null.</param>
    public static unsafe Tensor Apply(Tensor query, Tensor key, Tensor value, Tensor? mask, PackedRows? packed = null)
    {
        using DisposeScope scope = NewDisposeScope();
        int heads = (int)query.shape[1], tokens = (int)query.shape[2], size = (int)query.shape[3];
        Tensor mixed = empty([query.shape[0], tokens, heads, size], dtype: query.dtype).transpose(1, 2);
        Tensor? added = mask?.contiguous();
        Func<Piece, TokenVectors> queries = VectorsOf(query), keys = VectorsOf(key), values = VectorsOf(value), results = VectorsOf(mixed);
        nint masks = TensorAddress.Of(added);
        Piece[] pieces = [.. Pieces((int)query.shape[0], heads, tokens, packed)];
        int longest = pieces.Max(piece => piece.Length);
        var idle = new ConcurrentBag<AttentionKernel>();
        try
        {
            WorkTeam.ForEach(pieces.Length, number =>
            {
                Piece piece = pieces[number];
                AttentionKernel kernel = idle.TryTake(out AttentionKernel? free) ? free : new AttentionKernel(longest, size);
                try
                {
                    kernel.Attend(keys(piece), values(piece), piece.Length, masks == 0 ? null : (float*)masks + (nint)piece.TensorRow * tokens);
                    kernel.Mix(queries(piece), piece.First, piece.Count, results(piece));
                }
                finally
                {
                    idle.Add(kernel);
                }
            });
        }
        finally
        {
            foreach (AttentionKernel kernel in idle)
            {
                kernel.Dispose();
            }
        }

        return scope.MoveToOuter(mixed);
    }

    private static bool Lies(Tensor x) => x.dtype == ScalarType.Float32 && TensorAddress.IsReadable(x) && x.stride(3) == 1;

    private static IEnumerable<Piece> Pieces(int batch, int heads, int tokens, PackedRows? packed)
    {
        int rows = packed?.Lengths.Count ?? batch, most = (PiecesPerThread * get_num_threads() + rows * heads - 1) / (rows * heads);
        for (int row = 0; row < rows; row++)
        {
            int length = packed?.Lengths[row] ?? tokens, parts = Math.Clamp(length / LeastQueries, 1, most), each = (length + parts - 1) / parts;
            for (int head = 0; head < heads; head++)
            {
                for (int first = 0; first < length; first += each)
                {
                    yield return packed is null
                        ? new Piece(row, 0, length, head, first, Math.Min(each, length - first))
                        : new Piece(0, packed.Starts[row], length, head, first, Math.Min(each, length - first));
                }
            }
        }
    }

    // [b,h,t,d] -> where the vectors of a piece's row and head lie.
    private static Func<Piece, TokenVectors> VectorsOf(Tensor x)
    {
        nint start = TensorAddress.OfFirst(x), row = (nint)x.stride(0), head = (nint)x.stride(1), token = (nint)x.stride(2);
        return piece => new TokenVectors(start + sizeof(float) * (piece.TensorRow * row + piece.Head * head + piece.Start * token), token);
    }

    /// <summary>Some queries of one head of one row.</summary>
    /// <param name="TensorRow">The row of the tensors that holds it.</param>
    /// <param name="Start">The row's first token there: 0, but for rows laid end to end.</param>
    /// <param name="Length">The row's tokens.</param>
    /// <param name="Head">The head.</param>
    /// <param name="First">The first query.</param>
    /// <param name="Count">Number of queries.</param>
    private readonly record struct Piece(int TensorRow, int Start, int Length, int Head, int First, int Count);
}
