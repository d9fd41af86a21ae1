using Graft.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>
/// Batch normalisation of feature maps. It takes the running statistics unless the context asks for the batch's own.
/// Source: Ioffe and Szegedy, "Batch normalization", 2015.
/// </summary>
public sealed class BatchNorm
{
    private readonly double _epsilon;
    private readonly double _momentum;

    /// <summary>Creates the layer; its values are undefined until weights are loaded or drawn.</summary>
    /// <param name="channels">Number of channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Share of the batch in the running statistics' next value, 0 to 1.</param>
    public BatchNorm(long channels, double epsilon = 1e-5, double momentum = 0.1)
    {
        _epsilon = epsilon;
        _momentum = momentum;
        Weight = Parameters.Create(channels);
        Bias = Parameters.Create(channels);
        RunningMean = Parameters.CreateBuffer(ScalarType.Float32, channels);
        RunningVariance = Parameters.CreateBuffer(ScalarType.Float32, channels);
        BatchesTracked = Parameters.CreateBuffer(ScalarType.Int64);
    }

    /// <summary>Scale: [channels].</summary>
    public Parameter Weight { get; }

    /// <summary>Shift: [channels].</summary>
    public Parameter Bias { get; }

    /// <summary>Mean over past batches: [channels].</summary>
    public Tensor RunningMean { get; }

    /// <summary>Variance over past batches: [channels].</summary>
    public Tensor RunningVariance { get; }

    /// <summary>Number of past batches: one int64.</summary>
    public Tensor BatchesTracked { get; }

    /// <summary>[b,channels,h,w] -> [b,channels,h,w].</summary>
    /// <param name="x">[b,channels,h,w]</param>
    /// <param name="context">Says whose statistics count.</param>
    public Tensor Forward(Tensor x, ForwardContext context)
    {
        if (context.UpdateBatchStatistics)
        {
            BatchesTracked.add_(1);
        }

        return nn.functional.batch_norm(
            x, RunningMean, RunningVariance, Weight, Bias, context.UpdateBatchStatistics, _momentum, _epsilon);
    }

    /// <summary>What the norm does while it keeps to its running statistics: y = x · scale + shift, [channels] each.</summary>
    internal (Tensor Scale, Tensor Shift) Affine()
    {
        Tensor scale = Weight / (RunningVariance + _epsilon).sqrt_();
        return (scale, Bias - RunningMean * scale);
    }

    /// <summary>The same for float32 on the CPU, without tensors: a kernel gets the addresses of scale and shift, valid while it runs.</summary>
    internal unsafe void Affine(AffineReader read)
    {
        ReadOnlySpan<float> weight = Weight.Floats(), bias = Bias.Floats(), mean = RunningMean.Floats(), variance = RunningVariance.Floats();
        float[] scales = new float[weight.Length], shifts = new float[weight.Length];
        for (int i = 0; i < scales.Length; i++)
        {
            scales[i] = weight[i] / MathF.Sqrt(variance[i] + (float)_epsilon);
            shifts[i] = bias[i] - mean[i] * scales[i];
        }

        fixed (float* scale = scales, shift = shifts)
        {
            read(scale, shift);
        }
    }

    /// <summary>Takes scale and shift, [channels] each.</summary>
    internal unsafe delegate void AffineReader(float* scale, float* shift);
}
