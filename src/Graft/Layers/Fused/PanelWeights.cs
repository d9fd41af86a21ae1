using System.Diagnostics;
using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>
/// A linear layer's weights laid out once for all products of a prediction, in single precision. libtorch lays them out anew at each call, which
/// takes longer than a short text's products.
/// </summary>
internal sealed unsafe class PanelWeights : IDisposable
{
    // A layer of the size that small models have. Panels are given up only where they are clearly slower: a choice that changed from run to run would
    // change the last digits of predictions.
    private const int ProbedInputs = 384, ProbedOutputs = 768, Tries = 3;
    private const double MuchFaster = 1.15;

    private static readonly Lazy<long> MeasuredMostRows = new(() => MostRowsBy(Seconds));

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

    /// <summary>Rows up to which a product by panels is not slower than libtorch's here: measured once, in some 30 milliseconds. 0: never.</summary>
    public static long MostRows => MeasuredMostRows.Value;

    private int Panels => (_outputs + ProductPanel.Columns - 1) / ProductPanel.Columns;

    /// <summary>True if a layer's weights can be laid out so.</summary>
    public static bool Serves(Linear layer) =>
        ProductPanel.IsSupported && layer.Weight.dtype == ScalarType.Float32 && TensorAddress.IsReadable(layer.Weight) && layer.Weight.shape[0] % ProductPanel.StoredStep == 0;

    /// <summary>True if <see cref="Apply"/> takes x, and is not slower than libtorch's product.</summary>
    /// <param name="x">[...,inputs]</param>
    public bool Serves(Tensor x) => x.dtype == ScalarType.Float32 && HostMemory.Holds(x) && x.numel() <= MostRows * _inputs;

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

    /// <summary>Finds <see cref="MostRows"/>.</summary>
    /// <param name="secondsOf">Of a number of rows: the times by panels and by libtorch.</param>
    internal static long MostRowsBy(Func<int, (double Panels, double Library)> secondsOf)
    {
        long most = 0;
        foreach (int rows in (ReadOnlySpan<int>)[32, 256, 1024])
        {
            (double panels, double library) = secondsOf(rows);
            if (panels > MuchFaster * library)
            {
                return most;
            }

            most = 2L * rows;
        }

        return int.MaxValue;
    }

    // The best of some tries, in turns.
    private static (double Panels, double Library) Seconds(int rows)
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        var layer = new Linear(ProbedInputs, ProbedOutputs);
        layer.Weight.fill_(1);
        layer.Bias!.fill_(1);
        using var weights = new PanelWeights(layer);
        Tensor x = ones([rows, ProbedInputs], dtype: ScalarType.Float32);
        (double panels, double library) best = (double.PositiveInfinity, double.PositiveInfinity);
        for (int i = 0; i <= Tries; i++)
        {
            best = (Math.Min(best.panels, Time(() => weights.Apply(x))), Math.Min(best.library, Time(() => layer.Forward(x))));
        }

        layer.Weight.Dispose();
        layer.Bias.Dispose();
        return best;
    }

    private static double Time(Func<Tensor> work)
    {
        long start = Stopwatch.GetTimestamp();
        work().Dispose();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
