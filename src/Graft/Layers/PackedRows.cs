using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>
/// The rows of a batch laid end to end without their padding, for the layers that treat each token by itself; attention
/// takes each row by itself.
/// </summary>
internal sealed class PackedRows
{
    // Laying out and back costs two passes over the tokens, which this share of them is worth.
    private const double LeastPadding = 0.04;

    private readonly long _batch;

    private PackedRows(long[] places, IReadOnlyList<int> lengths, long batch, int width)
    {
        _batch = batch;
        Width = width;
        Places = places;
        Lengths = lengths;
        int start = 0;
        Starts = [.. lengths.Select(length => (start += length) - length)];
    }

    /// <summary>Tokens of each row, 1 or more.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>Where each row begins among the tokens laid end to end.</summary>
    public IReadOnlyList<int> Starts { get; }

    /// <summary>Where each token lies among those of the padded batch, row after row.</summary>
    public long[] Places { get; }

    /// <summary>t of the padded batch.</summary>
    public int Width { get; }

    /// <summary>Runs layers on packed rows where that saves time, else on the rows with their padding.</summary>
    /// <param name="hidden">[b,t,d]</param>
    /// <param name="seen">[b,t] int64, 1 at tokens and 0 at padding, on whichever side; or null where no row is padded.</param>
    /// <param name="context">Training or prediction; a trace sees the padded rows.</param>
    /// <param name="layers">The layers: a function of vectors, what to add to the scores, and the rows that lie end to end in the vectors.</param>
    /// <returns>[b,t,d]; vectors at padding mean nothing.</returns>
    public static Tensor Run(Tensor hidden, Tensor? seen, ForwardContext context, Func<Tensor, Tensor?, PackedRows?, Tensor> layers)
    {
        using DisposeScope scope = NewDisposeScope();
        PackedRows? rows = context.Trace is null ? Of(seen) : null;
        return scope.MoveToOuter(rows is null
            ? layers(hidden, AttentionMask.Padding(seen), null)
            : rows.Unpack(layers(rows.Pack(hidden), null, rows)));
    }

    /// <summary>Packs a batch, or gives null where too little of it is padding to be worth it.</summary>
    /// <param name="seen">[b,t] int64, 1 at tokens and 0 at padding, on whichever side; or null where no row is padded.</param>
    public static PackedRows? Of(Tensor? seen)
    {
        if (seen is null || !OwnKernels.AreOn || !HostMemory.Holds(seen))
        {
            return null;
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor tokens = seen.ne(0);
        int[] lengths = [.. tokens.sum(1).data<long>().Select(length => (int)length)];
        long all = seen.numel();
        return lengths.Min() == 0 || all - lengths.Sum() < LeastPadding * all
            ? null
            : new PackedRows([.. tokens.flatten().nonzero().squeeze(1).data<long>()], lengths, seen.shape[0], (int)seen.shape[1]);
    }

    /// <summary>[b,t,d] -> [1,n,d], the n tokens of all rows.</summary>
    public Tensor Pack(Tensor x)
    {
        using Tensor index = tensor(Places), tokens = x.reshape(_batch * Width, x.shape[2]), packed = tokens.index_select(0, index);
        return packed.unsqueeze(0);
    }

    /// <summary>[1,n,d] -> [b,t,d], zero at padding.</summary>
    public Tensor Unpack(Tensor x)
    {
        using Tensor index = tensor(Places), tokens = x.squeeze(0);
        using Tensor empty = zeros([_batch * Width, x.shape[2]], dtype: x.dtype), laidOut = empty.index_copy(0, index, tokens);
        return laidOut.view(_batch, Width, x.shape[2]);
    }

    /// <summary>[1,h,n,d] -> each row's [1,h,l,d], views.</summary>
    public IEnumerable<Tensor> Split(Tensor x) => Lengths.Zip(Starts, (length, start) => x.narrow(2, start, length));
}
