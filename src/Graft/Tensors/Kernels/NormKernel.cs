using System.Runtime.CompilerServices;
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
        if (Vector512.IsHardwareAccelerated)
        {
            Forward<Floats512>(branch, residual, y, weight, shift, width, bits, scale, epsilon, out mean, out inverse);
        }
        else
        {
            Forward<Floats256>(branch, residual, y, weight, shift, width, bits, scale, epsilon, out mean, out inverse);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<TFloats>(
        nint branch, nint residual, nint y, nint weight, nint shift, int width, ulong* bits, float scale, double epsilon, out float mean, out float inverse)
        where TFloats : struct, IFloats<TFloats>
    {
        TFloats scales = TFloats.Create(scale), sums = default;
        int i = 0;
        float rest = 0;
        for (; i + TFloats.Lanes <= width; i += TFloats.Lanes)
        {
            TFloats value = TFormat.Load<TFloats>(branch, i);
            value = (bits is null ? value : value * DropoutMask.Factors(bits, i, scales)) + TFormat.Load<TFloats>(residual, i);
            TFormat.Store(value, branch, i);
            sums += value;
        }

        for (; i < width; i++)
        {
            float value = TFormat.LoadOne(branch, i) * (bits is null ? 1 : DropoutMask.Factor(bits, i, scale)) + TFormat.LoadOne(residual, i);
            TFormat.StoreOne(value, branch, i);
            rest += value;
        }

        mean = (TFloats.Sum(sums) + rest) / width;
        TFloats means = TFloats.Create(mean), squares = default;
        rest = 0;
        for (i = 0; i + TFloats.Lanes <= width; i += TFloats.Lanes)
        {
            TFloats distance = TFormat.Load<TFloats>(branch, i) - means;
            squares += distance * distance;
        }

        for (; i < width; i++)
        {
            float distance = TFormat.LoadOne(branch, i) - mean;
            rest += distance * distance;
        }

        inverse = (float)(1 / Math.Sqrt((TFloats.Sum(squares) + rest) / width + epsilon));
        TFloats inverses = TFloats.Create(inverse);
        for (i = 0; i + TFloats.Lanes <= width; i += TFloats.Lanes)
        {
            TFloats value = (TFormat.Load<TFloats>(branch, i) - means) * inverses * TFormat.Load<TFloats>(weight, i);
            TFormat.Store(shift == 0 ? value : value + TFormat.Load<TFloats>(shift, i), y, i);
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
        if (Vector512.IsHardwareAccelerated)
        {
            Backward<Floats512>(gradient, sum, weight, residualGradient, branchGradient, weightGradient, shiftGradient, width, bits, scale, mean, inverse);
        }
        else
        {
            Backward<Floats256>(gradient, sum, weight, residualGradient, branchGradient, weightGradient, shiftGradient, width, bits, scale, mean, inverse);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<TFloats>(
        nint gradient, nint sum, nint weight, nint residualGradient, nint branchGradient, float* weightGradient, float* shiftGradient, int width,
        ulong* bits, float scale, float mean, float inverse)
        where TFloats : struct, IFloats<TFloats>
    {
        // With n = (sum - mean) × inverse and g = gradient × weight: d sum = inverse × (g - mean(g) - n × mean(g × n)).
        TFloats means = TFloats.Create(mean), inverses = TFloats.Create(inverse), scales = TFloats.Create(scale);
        TFloats sumG = default, sumGn = default;
        float restG = 0, restGn = 0;
        int i = 0;
        for (; i + TFloats.Lanes <= width; i += TFloats.Lanes)
        {
            TFloats outer = TFormat.Load<TFloats>(gradient, i), normal = (TFormat.Load<TFloats>(sum, i) - means) * inverses, g = outer * TFormat.Load<TFloats>(weight, i);
            sumG += g;
            sumGn += g * normal;
            TFloats.Store(TFloats.Load(weightGradient + i) + outer * normal, weightGradient + i);
            TFloats.Store(TFloats.Load(shiftGradient + i) + outer, shiftGradient + i);
        }

        for (; i < width; i++)
        {
            float outer = TFormat.LoadOne(gradient, i), normal = (TFormat.LoadOne(sum, i) - mean) * inverse, g = outer * TFormat.LoadOne(weight, i);
            restG += g;
            restGn += g * normal;
            weightGradient[i] += outer * normal;
            shiftGradient[i] += outer;
        }

        float meanG = (TFloats.Sum(sumG) + restG) / width, meanGn = (TFloats.Sum(sumGn) + restGn) / width;
        TFloats meansG = TFloats.Create(meanG), meansGn = TFloats.Create(meanGn);
        for (i = 0; i + TFloats.Lanes <= width; i += TFloats.Lanes)
        {
            TFloats normal = (TFormat.Load<TFloats>(sum, i) - means) * inverses;
            TFloats value = (TFormat.Load<TFloats>(gradient, i) * TFormat.Load<TFloats>(weight, i) - meansG - normal * meansGn) * inverses;
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
