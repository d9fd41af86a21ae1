using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Quantized;

/// <summary>Rows of a matrix as whole numbers with a scale a row.</summary>
/// <param name="Values">[n,k] int8, -127 to 127.</param>
/// <param name="Scales">[n] float32: a row is its values times its scale.</param>
internal sealed unsafe record Int8Rows(Tensor Values, Tensor Scales) : IDisposable
{
    // Rows that one piece of parallel work covers.
    private const int RowsPerPiece = 16;

    /// <summary>Rounds the rows of a tensor [...,k]; each has its own scale, so that one great value spoils its row alone.</summary>
    public static Int8Rows Of(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor dense = x.to(ScalarType.Float32).contiguous();
        int width = (int)x.shape[^1], rows = (int)(x.NumberOfElements / width);
        Tensor values = empty([rows, width], dtype: ScalarType.Int8), scales = empty([rows], dtype: ScalarType.Float32);
        nint from = TensorAddress.Of(dense), to = TensorAddress.Of(values), factors = TensorAddress.Of(scales);
        ForEachRow(rows, row => ((float*)factors)[row] = Int8Kernel.Quantize((float*)from + (long)row * width, (sbyte*)to + (long)row * width, width));
        return new Int8Rows(values.MoveToOuterDisposeScope(), scales.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Scales.Dispose();
    }

    /// <summary>Runs work on every row, on as many threads as libtorch uses.</summary>
    public static void ForEachRow(int rows, Action<int> work) => WorkTeam.ForEach((rows + RowsPerPiece - 1) / RowsPerPiece, piece =>
    {
        for (int row = piece * RowsPerPiece; row < Math.Min(rows, (piece + 1) * RowsPerPiece); row++)
        {
            work(row);
        }
    });
}
