using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>
/// A linear layer's weights laid out once for all products of few rows, in single precision. libtorch lays them out anew at each call, which
/// takes longer than a short text's products.
/// </summary>
internal sealed unsafe class PanelWeights : IDisposable
{
    /// <summary>
    /// Rows up to which products go by panels: about one long text. Beyond, laying out is a small part of libtorch's product. A count and not a
    /// measurement, so that the same input gives the same bits in each run.
    /// </summary>
    internal const int MostRows = 512;

    private readonly Tensor _panels, _shift;
    private readonly int _inputs, _outputs;

    /// <summary>Lays out a layer's weights; the layer's own stay as they are.</summary>
    public PanelWeights(Linear layer)
    {
        using DisposeScope scope = NewDisposeScope();
        (_inputs, _outputs) = ((int)layer.Weight.shape[1], (int)layer.Weight.shape[0]);
        int whole = ProductPanel.Whole(_outputs), inputs = _inputs, outputs = _outputs;
        _panels = empty([(long)inputs * whole], dtype: ScalarType.Float32).DetachFromDisposeScope();
        _shift = zeros([whole], dtype: ScalarType.Float32).DetachFromDisposeScope();
        if (layer.Bias is not null)
        {
            _shift.narrow(0, 0, outputs).copy_(layer.Bias.detach());
        }

        Tensor weight = layer.Weight.detach().contiguous();
        nint from = TensorAddress.Of(weight), to = TensorAddress.Of(_panels);
        WorkTeam.ForEach(Panels, panel =>
        {
            int first = panel * ProductPanel.Columns, columns = Math.Min(ProductPanel.Columns, whole - first);
            PanelLayout.Transpose(
                (float*)from + (nint)first * inputs, inputs, Math.Min(columns, outputs - first), inputs, factor: 1, (float*)to + (nint)first * inputs, columns);
        });
    }

    private int Panels => (_outputs + ProductPanel.Columns - 1) / ProductPanel.Columns;

    /// <summary>True if a layer's weights can be laid out so.</summary>
    public static bool Serves(Linear layer) =>
        ProductPanel.IsSupported && layer.Weight.dtype == ScalarType.Float32 && TensorAddress.IsReadable(layer.Weight) && layer.Weight.shape[0] % ProductPanel.StoredStep == 0;

    /// <summary>True if <see cref="Apply"/> takes x, and it has no more than <see cref="MostRows"/>.</summary>
    /// <param name="x">[...,inputs]</param>
    public bool Serves(Tensor x) => x.dtype == ScalarType.Float32 && HostMemory.Holds(x) && x.numel() <= (long)MostRows * _inputs;

    /// <summary>x Wᵀ + b.</summary>
    /// <param name="x">[...,inputs] float32.</param>
    /// <param name="withGelu">True for GELU of it.</param>
    /// <returns>[...,outputs]</returns>
    public Tensor Apply(Tensor x, bool withGelu = false)
    {
        using Tensor dense = x.contiguous();
        Tensor result = empty([.. x.shape[..^1], _outputs], dtype: ScalarType.Float32);
        int inputs = _inputs, outputs = _outputs;
        nint from = TensorAddress.Of(dense), to = TensorAddress.Of(result), panels = TensorAddress.Of(_panels), shift = TensorAddress.Of(_shift);
        var pieces = new ProductPieces((int)(x.numel() / inputs), Panels);
        WorkTeam.ForEach(pieces.Count, piece =>
        {
            (int block, int firstPanel, int endPanel) = pieces.Of(piece);
            (int first, int count) = pieces.RowsOf(block);
            int start = firstPanel * ProductPanel.Columns, end = Math.Min(outputs, endPanel * ProductPanel.Columns);
            float* rows = (float*)to + (nint)first * outputs;
            for (int column = start; column < end; column += ProductPanel.Columns)
            {
                ProductPanel.Run(
                    (float*)from + (nint)first * inputs, inputs, count, inputs, (float*)panels + (nint)column * inputs, (float*)shift + column,
                    rows + column, added: null, outputs, Math.Min(ProductPanel.Columns, end - column), OutputBounds.None);
            }

            for (int row = 0; withGelu && row < count; row++)
            {
                nint values = (nint)(rows + (nint)row * outputs + start);
                GeluKernel<Float32Format>.Forward(values, values, 0, end - start);
            }
        });
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _panels.Dispose();
        _shift.Dispose();
    }
}
