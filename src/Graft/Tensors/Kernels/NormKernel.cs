using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>
/// Layer norm of a sum, one of whose terms may be thinned by dropout, in one pass over memory each way.
/// Source: Ba, Kiros, Hinton, "Layer normalization", 2016.
/// </summary>
/// <typeparam name="TFormat">How rows and weights are stored.</typeparam>
internal static unsafe class NormKernel<TFormat>
    where TFormat : IElementFormat
{
    private const int Lanes = 16;

    /// <summary>One row: sum = branch × mask + residual; y = (sum - mean) × deviation⁻¹ × weight + shift.</summary>
    /// <param name="branch">The row that is thinned; the sum is written over it.</param>
    /// <param name="residual">What is added.</param>
    /// <param name="y">Receives the result.</param>
    /// <param name="weight">Scale.</param>
    /// <param name="shift">Shift, or 0 for none.</param>
    /// <param name="width">Elements of a row.</param>
    /// <param name="bits">The row's mask, or null for none.</param>
    /// <param name="scale">What kept elements are multiplied by.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="mean">Receives the mean.</param>
    /// <param name="inverse">Receives 1 / deviation.</param>
    public static void Forward(
        nint branch, nint residual, nint y, nint weight, nint shift, int width, ulong* bits, float scale, double epsilon, out float mean, out float inverse)
    {
        Vector512<float> scales = Vector512.Create(scale), sums = Vector512<float>.Zero;
        int i = 0;
        float rest = 0;
        for (; i + Lanes <= width; i += Lanes)
        {
            Vector512<float> value = TFormat.Load(branch, i);
            value = (bits is null ? value : value * DropoutMask.Factors(bits, i, scales)) + TFormat.Load(residual, i);
            TFormat.Store(value, branch, i);
            sums += value;
        }

        for (; i < width; i++)
        {
            float value = TFormat.LoadOne(branch, i) * (bits is null ? 1 : DropoutMask.Factor(bits, i, scale)) + TFormat.LoadOne(residual, i);
            TFormat.StoreOne(value, branch, i);
            rest += value;
        }

        mean = (Vector512.Sum(sums) + rest) / width;
        Vector512<float> means = Vector512.Create(mean), squares = Vector512<float>.Zero;
        rest = 0;
        for (i = 0; i + Lanes <= width; i += Lanes)
        {
            Vector512<float> distance = TFormat.Load(branch, i) - means;
            squares += distance * distance;
        }

        for (; i < width; i++)
        {
            float distance = TFormat.LoadOne(branch, i) - mean;
            rest += distance * distance;
        }

        inverse = (float)(1 / Math.Sqrt((Vector512.Sum(squares) + rest) / width + epsilon));
        Vector512<float> inverses = Vector512.Create(inverse);
        for (i = 0; i + Lanes <= width; i += Lanes)
        {
            Vector512<float> value = (TFormat.Load(branch, i) - means) * inverses * TFormat.Load(weight, i);
            TFormat.Store(shift == 0 ? value : value + TFormat.Load(shift, i), y, i);
        }

        for (; i < width; i++)
        {
            float value = (TFormat.LoadOne(branch, i) - mean) * inverse * TFormat.LoadOne(weight, i);
            TFormat.StoreOne(shift == 0 ? value : value + TFormat.LoadOne(shift, i), y, i);
        }
    }

    /// <summary>One row of the backward pass.</summary>
    /// <param name="gradient">Gradient of y.</param>
    /// <param name="sum">The row's sum, as the forward pass left it.</param>
    /// <param name="weight">Scale.</param>
    /// <param name="residualGradient">Receives the gradient of the residual.</param>
    /// <param name="branchGradient">Receives the gradient of the branch; the same address as that of the residual where nothing is dropped.</param>
    /// <param name="weightGradient">[width] float32, added to.</param>
    /// <param name="shiftGradient">[width] float32, added to.</param>
    /// <param name="width">Elements of a row.</param>
    /// <param name="bits">The row's mask, or null for none.</param>
    /// <param name="scale">What kept elements are multiplied by.</param>
    /// <param name="mean">The row's mean.</param>
    /// <param name="inverse">1 / deviation.</param>
    public static void Backward(
        nint gradient, nint sum, nint weight, nint residualGradient, nint branchGradient, float* weightGradient, float* shiftGradient, int width,
        ulong* bits, float scale, float mean, float inverse)
    {
        // With n = (sum - mean) × inverse and g = gradient × weight: d sum = inverse × (g - mean(g) - n × mean(g × n)).
        Vector512<float> means = Vector512.Create(mean), inverses = Vector512.Create(inverse), scales = Vector512.Create(scale);
        Vector512<float> sumG = Vector512<float>.Zero, sumGn = Vector512<float>.Zero;
        float restG = 0, restGn = 0;
        int i = 0;
        for (; i + Lanes <= width; i += Lanes)
        {
            Vector512<float> outer = TFormat.Load(gradient, i), normal = (TFormat.Load(sum, i) - means) * inverses, g = outer * TFormat.Load(weight, i);
            sumG += g;
            sumGn += g * normal;
            (Vector512.Load(weightGradient + i) + outer * normal).Store(weightGradient + i);
            (Vector512.Load(shiftGradient + i) + outer).Store(shiftGradient + i);
        }

        for (; i < width; i++)
        {
            float outer = TFormat.LoadOne(gradient, i), normal = (TFormat.LoadOne(sum, i) - mean) * inverse, g = outer * TFormat.LoadOne(weight, i);
            restG += g;
            restGn += g * normal;
            weightGradient[i] += outer * normal;
            shiftGradient[i] += outer;
        }

        float meanG = (Vector512.Sum(sumG) + restG) / width, meanGn = (Vector512.Sum(sumGn) + restGn) / width;
        Vector512<float> meansG = Vector512.Create(meanG), meansGn = Vector512.Create(meanGn);
        for (i = 0; i + Lanes <= width; i += Lanes)
        {
            Vector512<float> normal = (TFormat.Load(sum, i) - means) * inverses;
            Vector512<float> value = (TFormat.Load(gradient, i) * TFormat.Load(weight, i) - meansG - normal * meansGn) * inverses;
            TFormat.Store(value, residualGradient, i);
            if (bits is not null)
            {
                TFormat.Store(value * DropoutMask.Factors(bits, i, scales), branchGradient, i);
            }
        }

        for (; i < width; i++)
        {
            float normal = (TFormat.LoadOne(sum, i) - mean) * inverse;
            float value = (TFormat.LoadOne(gradient, i) * TFormat.LoadOne(weight, i) - meanG - normal * meanGn) * inverse;
            TFormat.StoreOne(value, residualGradient, i);
            if (bits is not null)
            {
                TFormat.StoreOne(value * DropoutMask.Factor(bits, i, scale), branchGradient, i);
            }
        }
    }
}
