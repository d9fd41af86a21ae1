using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Quantized;

/// <summary>
/// A linear layer's weights as whole numbers, for prediction: x is rounded a row at a time when it comes, whole numbers
/// are multiplied and added up, and the sums scaled back. Source: Jacob et al., "Quantization and training of neural
/// networks for efficient integer-arithmetic-only inference", CVPR 2018; a scale a row of each factor.
/// </summary>
internal sealed unsafe class Int8Weights : IDisposable
{
    private const int MostInputs = 1 << 17;         // sums of more products of 127 × 127 would leave 32 bits

    private readonly Int8Matrix _matrix;
    private readonly Tensor _scales;
    private readonly Tensor? _shift;

    /// <summary>Rounds a layer's weights.</summary>
    public Int8Weights(Linear layer)
    {
        using DisposeScope scope = NewDisposeScope();
        Int8Rows rows = Int8Rows.Of(layer.Weight.detach());
        _matrix = new Int8Matrix(rows.Values);
        _scales = rows.Scales.DetachFromDisposeScope();
        _shift = layer.Bias?.detach().to(ScalarType.Float32).DetachFromDisposeScope();
    }

    /// <summary>True if a layer can be rounded.</summary>
    public static bool Serves(Linear layer) => layer.Weight.device_type == DeviceType.CPU && layer.Weight.shape[1] < MostInputs;

    /// <summary>[n,k] -> [n,m] float32.</summary>
    public Tensor Apply(Int8Rows x)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor sums = _matrix.Product(x.Values);
        int width = (int)sums.shape[1];
        Tensor result = empty(sums.shape, dtype: ScalarType.Float32);
        nint from = TensorAddress.Of(sums), to = TensorAddress.Of(result), rowScales = TensorAddress.Of(x.Scales), columnScales = TensorAddress.Of(_scales), shift = TensorAddress.Of(_shift);
        Int8Rows.ForEachRow((int)sums.shape[0], row => Int8Kernel.Restore(
            (int*)from + (long)row * width, (float*)to + (long)row * width, ((float*)rowScales)[row], (float*)columnScales, (float*)shift, width));
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>[n,k] -> GELU of [n,m], rounded again for the next product: nothing of it is written in single precision.</summary>
    public Int8Rows ApplyGelu(Int8Rows x)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor sums = _matrix.Product(x.Values);
        int rows = (int)sums.shape[0], width = (int)sums.shape[1];
        Tensor values = empty(sums.shape, dtype: ScalarType.Int8), scales = empty([rows], dtype: ScalarType.Float32);
        nint from = TensorAddress.Of(sums), to = TensorAddress.Of(values), factors = TensorAddress.Of(scales);
        nint rowScales = TensorAddress.Of(x.Scales), columnScales = TensorAddress.Of(_scales), shift = TensorAddress.Of(_shift);
        Int8Rows.ForEachRow(rows, row =>
        {
            // The sums' own memory serves for the values between.
            int* sum = (int*)from + (long)row * width;
            float* value = (float*)sum;
            Int8Kernel.Restore(sum, value, ((float*)rowScales)[row], (float*)columnScales, (float*)shift, width);
            GeluKernel<Float32Format>.Forward((nint)value, (nint)value, 0, width);
            ((float*)factors)[row] = Int8Kernel.Quantize(value, (sbyte*)to + (long)row * width, width);
        });
        return new Int8Rows(values.MoveToOuterDisposeScope(), scales.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _matrix.Dispose();
        _scales.Dispose();
        _shift?.Dispose();
    }
}
