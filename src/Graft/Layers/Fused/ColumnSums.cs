using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>Sums over the rows of a matrix, such as the gradient of a bias, at the speed of memory.</summary>
internal static class ColumnSums
{
    private const int RowsPerPiece = 64;

    /// <summary>[n,m] -> [m], in the matrix's own format. Pieces are fixed: the sums do not depend on the threads.</summary>
    public static unsafe Tensor Of(Tensor matrix)
    {
        if (!TensorAddress.IsReadable(matrix) || !matrix.is_contiguous() || matrix.numel() == 0)
        {
            return matrix.sum(dim: 0);
        }

        using DisposeScope scope = NewDisposeScope();
        int rows = checked((int)matrix.shape[0]), width = checked((int)matrix.shape[1]), pieces = (rows + RowsPerPiece - 1) / RowsPerPiece;
        Tensor shares = empty([pieces, width], dtype: ScalarType.Float32);
        nint from = TensorAddress.Of(matrix), to = TensorAddress.Of(shares);
        bool isBrief = matrix.dtype == ScalarType.BFloat16;
        WorkTeam.ForEach(pieces, piece =>
        {
            int first = piece * RowsPerPiece, count = Math.Min(RowsPerPiece, rows - first);
            float* sums = (float*)to + (nint)piece * width;
            if (isBrief)
            {
                ColumnSumKernel<BFloat16Format>.Run(from + (nint)first * width * BFloat16Format.Bytes, count, width, sums);
            }
            else
            {
                ColumnSumKernel<Float32Format>.Run(from + (nint)first * width * Float32Format.Bytes, count, width, sums);
            }
        });
        return scope.MoveToOuter(shares.sum(dim: 0).to(matrix.dtype));
    }
}
