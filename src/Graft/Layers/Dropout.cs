using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>
/// Sets a share of the elements to zero while training and scales the others up.
/// Source: Srivastava et al., "Dropout", JMLR 2014.
/// </summary>
internal static class Dropout
{
    /// <summary>x itself when nothing is to be dropped, else a new tensor of the same shape.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">The share of zeros, 0 to below 1.</param>
    /// <param name="context">Holds the masks; none means no dropout.</param>
    /// <param name="rows">The rows that lie end to end in x, [1,n,d]: the same elements are dropped as in the padded batch. Or null.</param>
    public static Tensor Apply(Tensor x, double probability, ForwardContext context, PackedRows? rows = null)
    {
        if (context.Dropout is null || probability == 0)
        {
            return x;
        }

        using Tensor padded = context.Dropout.NextMask(rows is null ? x.shape : [rows.Lengths.Count, rows.Width, x.shape[^1]], probability);
        using Tensor mask = rows is null ? padded.alias() : rows.Pack(padded);
        if (x.dtype == mask.dtype)
        {
            return x * mask;
        }

        using Tensor converted = mask.to(x.dtype);
        return x * converted;
    }
}
