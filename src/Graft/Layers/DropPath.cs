using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>
/// Stochastic depth: while training, some rows skip a residual branch altogether. Source: Huang et al., "Deep networks
/// with stochastic depth", 2016.
/// </summary>
internal static class DropPath
{
    /// <summary>A residual branch [b,…] -> the same shape: whole rows set to zero, the others scaled up to keep the mean.</summary>
    /// <param name="branch">What is to be added to the branch's input.</param>
    /// <param name="probability">The share of rows set to zero, 0 to below 1.</param>
    /// <param name="context">Holds the masks; none means that nothing is dropped.</param>
    public static Tensor Apply(Tensor branch, double probability, ForwardContext context)
    {
        if (context.Dropout is null || probability == 0)
        {
            return branch;
        }

        long[] perRow = [branch.shape[0], .. Enumerable.Repeat(1L, (int)branch.dim() - 1)];
        using Tensor drawn = context.Dropout.NextMask(perRow, probability);
        using Tensor mask = drawn.to(branch.dtype);
        return branch * mask;
    }

    /// <summary>The probability of one block where it grows evenly from 0 in the first to a rate in the last.</summary>
    /// <param name="block">The block, counted from 0.</param>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="rate">The last block's probability, 0 to below 1.</param>
    public static double RateOf(int block, int blocks, double rate) => blocks > 1 ? rate * block / (blocks - 1) : 0;
}
