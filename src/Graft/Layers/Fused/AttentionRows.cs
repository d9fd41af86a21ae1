using Graft.Tensors;
using Graft.Tensors.Kernels;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>What happens to the rows of attention scores between the products, each way.</summary>
/// <param name="bias">What is added to the scores.</param>
/// <param name="tokens">t; of rows laid end to end, their sum.</param>
/// <param name="width">t of the padded batch, by which masks are drawn: the same whether rows lie end to end or not.</param>
/// <param name="factor">What scores are multiplied by.</param>
/// <param name="statistics">[b × heads, t, 2] float32: greatest score and the inverse of the sum of a row.</param>
/// <param name="bits">[b × heads, t, words] int64: the dropout mask.</param>
/// <param name="drop">The dropout mask, or null.</param>
internal sealed unsafe class AttentionRows(AttentionBias bias, int tokens, int width, float factor, Tensor statistics, Tensor bits, DropoutMask? drop)
{
    private readonly nint _statistics = TensorAddress.Of(statistics), _bits = TensorAddress.Of(bits);
    private readonly int _words = drop is null ? 0 : DropoutMask.WordsPerRow(width);
    private readonly float _scale = drop?.Scale ?? 1;

    /// <summary>Scores [n,l,l] of a portion -> probabilities, thinned, in place.</summary>
    public void Forward(Tensor scores, AttentionPortion portion, int rowsPerPiece)
    {
        nint start = TensorAddress.Of(scores);
        var keys = (int)portion.Length;
        bool isBrief = scores.dtype == ScalarType.BFloat16;
        ForEachPiece(portion.Count * keys, rowsPerPiece, (row, buffer) =>
        {
            long matrix = portion.Matrix + row / keys, place = matrix * tokens + portion.Start + row % keys;
            float* figures = (float*)_statistics + 2 * place, added = bias.Of(matrix, row % keys);
            ulong* kept = BitsOf(place);
            drop?.Draw(((portion.BatchMatrix + row / keys) * width + row % keys) * width, keys, new Span<ulong>(kept, _words));
            if (isBrief)
            {
                SoftmaxKernel<BFloat16Format>.Forward(start + (nint)row * keys * sizeof(ushort), buffer, keys, factor, added, kept, _scale, out figures[0], out figures[1]);
            }
            else
            {
                SoftmaxKernel<Float32Format>.Forward(start + (nint)row * keys * sizeof(float), buffer, keys, factor, added, kept, _scale, out figures[0], out figures[1]);
            }
        });
    }

    /// <summary>Scores and the gradients of the thinned probabilities, [n,l,l] each -> the thinned probabilities and the gradients of the scores, in place.</summary>
    public void Backward(Tensor scores, Tensor gradient, AttentionPortion portion, int rowsPerPiece)
    {
        nint start = TensorAddress.Of(scores), outer = TensorAddress.Of(gradient);
        var keys = (int)portion.Length;
        bool isBrief = scores.dtype == ScalarType.BFloat16;
        ForEachPiece(portion.Count * keys, rowsPerPiece, (row, buffer) =>
        {
            long matrix = portion.Matrix + row / keys, place = matrix * tokens + portion.Start + row % keys;
            float* figures = (float*)_statistics + 2 * place, added = bias.Of(matrix, row % keys);
            if (isBrief)
            {
                nint at = (nint)row * keys * sizeof(ushort);
                SoftmaxKernel<BFloat16Format>.Backward(start + at, outer + at, buffer, keys, factor, added, BitsOf(place), _scale, figures[0], figures[1]);
            }
            else
            {
                nint at = (nint)row * keys * sizeof(float);
                SoftmaxKernel<Float32Format>.Backward(start + at, outer + at, buffer, keys, factor, added, BitsOf(place), _scale, figures[0], figures[1]);
            }
        });
    }

    private delegate void RowWork(long row, float* buffer);

    private void ForEachPiece(long rows, int rowsPerPiece, RowWork work) =>
        WorkTeam.ForEach((int)((rows + rowsPerPiece - 1) / rowsPerPiece), piece =>
        {
            fixed (float* buffer = new float[width])
            {
                for (long row = (long)piece * rowsPerPiece; row < Math.Min(rows, (piece + 1L) * rowsPerPiece); row++)
                {
                    work(row, buffer);
                }
            }
        });

    private ulong* BitsOf(long place) => _words == 0 ? null : (ulong*)_bits + place * _words;
}
