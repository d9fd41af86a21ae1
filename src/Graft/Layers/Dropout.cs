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
    public static Tensor Apply(Tensor x, double probability, ForwardContext context)
    {
        if (context.Dropout is null || probability == 0)
        {
            return x;
        }

        using Tensor mask = context.Dropout.NextMask(x.shape, probability);
        if (x.dtype == mask.dtype)
        {
            return x * mask;
        }

        using Tensor converted = mask.to(x.dtype);
        return x * converted;
    }
}
