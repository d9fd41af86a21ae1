using Graft.Tensors;
using static TorchSharp.torch;

namespace Graft.Training;

/// <summary>
/// AdamW over all parameters at once, with clipping by the overall norm. The results do not depend on the number of
/// threads: chunks are fixed, and the norm is added up in the chunks' order.
/// </summary>
internal sealed class AdamW : IDisposable
{
    private const int PortionElements = 2048;

    private readonly IReadOnlyList<OptimizedParameter> _parameters;
    private readonly AdamWOptions _options;
    private readonly ComputeDevice _device;

    /// <summary>Prepares the updates.</summary>
    /// <param name="parameters">What is trained, which it owns from now on.</param>
    /// <param name="options">The constants.</param>
    /// <param name="device">Where the parameters are.</param>
    public AdamW(IReadOnlyList<OptimizedParameter> parameters, AdamWOptions options, ComputeDevice device)
    {
        _device = device;
        _parameters = parameters;
        _options = options;
    }

    /// <summary>Updates done so far.</summary>
    public long StepCount { get; set; }

    public IReadOnlyList<OptimizedParameter> Parameters => _parameters;

    /// <summary>L2 norm over all gradients on another device: one float64 there, which belongs to the surrounding dispose scope.</summary>
    public Tensor GradientNormThere() => AdamWOperations.Norm(_parameters.Select(parameter => parameter.Gradient).OfType<Tensor>());

    /// <summary>L2 norm over all gradients on the processor.</summary>
    public double GradientNorm()
    {
        double sum = 0;
        foreach (OptimizedParameter parameter in _parameters)
        {
            if (parameter.Gradient is { } gradient)
            {
                sum += SumOfSquares(gradient);
            }
        }

        return Math.Sqrt(sum);
    }

    /// <summary>One update.</summary>
    /// <param name="learningRate">The rate of this step, before each parameter's own factor.</param>
    /// <param name="gradientScale">Factor on the gradients: that of clipping.</param>
    public void Step(double learningRate, double gradientScale)
    {
        StepCount++;
        double correction1 = 1 - Math.Pow(_options.Beta1, StepCount), correction2 = 1 - Math.Pow(_options.Beta2, StepCount);
        foreach (OptimizedParameter parameter in _parameters)
        {
            if (parameter.Gradient is not { } gradient)
            {
                continue;
            }

            double rate = learningRate * parameter.RateFactor;
            var kernel = new AdamWKernel(
                Decay: (float)(1 - rate * parameter.WeightDecay),
                StepSize: (float)(rate / correction1),
                Beta1: (float)_options.Beta1,
                Beta2: (float)_options.Beta2,
                RootCorrection: (float)(1 / Math.Sqrt(correction2)),
                Epsilon: (float)_options.Epsilon,
                GradientScale: (float)gradientScale);
            if (_device.IsCpu)
            {
                Update(kernel, parameter, gradient);
            }
            else
            {
                AdamWOperations.Update(kernel, parameter, gradient);
            }
        }
    }

    /// <summary>Frees the gradients, so that the next backward pass makes new ones.</summary>
    public void ClearGradients()
    {
        foreach (OptimizedParameter parameter in _parameters)
        {
            parameter.Entry.Tensor.grad = null;
        }
    }

    public void Dispose()
    {
        foreach (OptimizedParameter parameter in _parameters)
        {
            parameter.Dispose();
        }
    }

    private static void Update(AdamWKernel kernel, OptimizedParameter parameter, Tensor gradient)
    {
        // Spans cannot be captured: each chunk takes its own.
        Tensor values = parameter.Values, means = parameter.Means, squares = parameter.Squares, shown = parameter.Entry.Tensor;
        bool isBrief = gradient.dtype == ScalarType.BFloat16;
        UntouchedPortions? untouched = kernel.Epsilon > 0 ? parameter.Untouched : null;
        TensorMemory.ForEachChunk((int)values.NumberOfElements, (_, from, count) =>
        {
            Span<float> ownValues = values.Floats().Slice(from, count), ownMeans = means.Floats().Slice(from, count), ownSquares = squares.Floats().Slice(from, count);
            if (!isBrief)
            {
                Update(kernel, untouched, from, ownValues, gradient.Floats().Slice(from, count), ownMeans, ownSquares);
                return;
            }

            // Gradients come in bfloat16, and the rounded weights go back in it, a portion that stays in the first-level cache at a time.
            Span<float> widened = stackalloc float[PortionElements];
            ReadOnlySpan<ushort> gradients = gradient.BFloat16s().Slice(from, count);
            Span<ushort> rounded = shown.BFloat16s().Slice(from, count);
            for (int at = 0; at < count; at += PortionElements)
            {
                int length = Math.Min(PortionElements, count - at);
                FloatConversion.BFloat16ToSingle(gradients.Slice(at, length), widened[..length]);
                Update(kernel, untouched, from + at, ownValues.Slice(at, length), widened[..length], ownMeans.Slice(at, length), ownSquares.Slice(at, length));
                FloatConversion.SingleToBFloat16(ownValues.Slice(at, length), rounded.Slice(at, length));
            }
        });
    }

    // Portions of one kind that follow each other are done at once.
    private static void Update(
        in AdamWKernel kernel, UntouchedPortions? untouched, int first, Span<float> values, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares)
    {
        if (untouched is null)
        {
            kernel.Update(values, gradients, means, squares);
            return;
        }

        for (int start = 0, end; start < values.Length; start = end)
        {
            bool isUntouched = IsUntouched(start, gradients);
            for (end = start + UntouchedPortions.PortionElements; end < values.Length && IsUntouched(end, gradients) == isUntouched;)
            {
                end += UntouchedPortions.PortionElements;
            }

            end = Math.Min(end, values.Length);
            if (isUntouched)
            {
                kernel.Shrink(values[start..end]);
            }
            else
            {
                kernel.Update(values[start..end], gradients[start..end], means[start..end], squares[start..end]);
            }
        }

        bool IsUntouched(int at, ReadOnlySpan<float> gradients) =>
            untouched.Includes(first + at, gradients.Slice(at, Math.Min(UntouchedPortions.PortionElements, gradients.Length - at)));
    }

    private static double SumOfSquares(Tensor gradient)
    {
        int elements = (int)gradient.NumberOfElements;
        bool isBrief = gradient.dtype == ScalarType.BFloat16;
        var sums = new double[TensorMemory.ChunkCount(elements)];
        TensorMemory.ForEachChunk(elements, (chunk, from, count) => sums[chunk] = isBrief
            ? SumOfSquares(gradient.BFloat16s().Slice(from, count))
            : AdamWKernel.SumOfSquares(gradient.Floats().Slice(from, count)));
        double sum = 0;
        foreach (double part in sums)
        {
            sum += part;
        }

        return sum;
    }

    private static double SumOfSquares(ReadOnlySpan<ushort> values)
    {
        Span<float> widened = stackalloc float[PortionElements];
        double sum = 0;
        for (int at = 0; at < values.Length; at += PortionElements)
        {
            Span<float> portion = widened[..Math.Min(PortionElements, values.Length - at)];
            FloatConversion.BFloat16ToSingle(values.Slice(at, portion.Length), portion);
            sum += AdamWKernel.SumOfSquares(portion);
        }

        return sum;
    }
}
