using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>Rows of attention scores to probabilities, thinned by dropout, and back.</summary>
/// <typeparam name="TFormat">How scores are stored.</typeparam>
internal static unsafe class SoftmaxKernel<TFormat>
    where TFormat : IElementFormat
{
    /// <summary>One row, in place: softmax(scores × factor + mask) × dropout.</summary>
    /// <param name="scores">The row.</param>
    /// <param name="buffer">[width] to work in.</param>
    /// <param name="width">Its elements.</param>
    /// <param name="factor">What scores are multiplied by.</param>
    /// <param name="mask">[width] float32 added to the scores, or null.</param>
    /// <param name="bits">The row's dropout mask, or null.</param>
    /// <param name="scale">What kept probabilities are multiplied by.</param>
    /// <param name="greatest">Receives the greatest score.</param>
    /// <param name="inverse">Receives 1 / the sum of e^(score - greatest). Both give <see cref="Backward"/> the probabilities again.</param>
    public static void Forward(
        nint scores, float* buffer, int width, float factor, float* mask, ulong* bits, float scale, out float greatest, out float inverse)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Forward<Floats512>(scores, buffer, width, factor, mask, bits, scale, out greatest, out inverse);
        }
        else
        {
            Forward<Floats256>(scores, buffer, width, factor, mask, bits, scale, out greatest, out inverse);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<TFloats>(
        nint scores, float* buffer, int width, float factor, float* mask, ulong* bits, float scale, out float greatest, out float inverse)
        where TFloats : struct, IFloats<TFloats>
    {
        greatest = Scores<TFloats>(scores, buffer, width, factor, mask);
        inverse = 1 / Exponentials<TFloats>(buffer, width, greatest);
        TFloats inverses = TFloats.Create(inverse), kept = TFloats.Create(inverse * scale);
        int i = 0;
        for (; i + TFloats.Lanes <= width; i += TFloats.Lanes)
        {
            TFormat.Store(TFloats.Load(buffer + i) * (bits is null ? inverses : DropoutMask.Factors(bits, i, kept)), scores, i);
        }

        for (; i < width; i++)
        {
            TFormat.StoreOne(buffer[i] * (bits is null ? inverse : DropoutMask.Factor(bits, i, inverse * scale)), scores, i);
        }
    }

    /// <summary>One row of the backward pass, in place.</summary>
    /// <param name="scores">The row's scores; the probabilities after dropout are written over them.</param>
    /// <param name="gradient">The gradient of the probabilities after dropout; that of the scores is written over it.</param>
    /// <param name="buffer">[width] to work in.</param>
    /// <param name="width">Its elements.</param>
    /// <param name="factor">What scores were multiplied by.</param>
    /// <param name="mask">[width] float32 added to the scores, or null.</param>
    /// <param name="bits">The row's dropout mask, or null.</param>
    /// <param name="scale">What kept probabilities were multiplied by.</param>
    /// <param name="greatest">As <see cref="Forward"/> gave it.</param>
    /// <param name="inverse">As <see cref="Forward"/> gave it.</param>
    public static void Backward(
        nint scores, nint gradient, float* buffer, int width, float factor, float* mask, ulong* bits, float scale, float greatest, float inverse)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Backward<Floats512>(scores, gradient, buffer, width, factor, mask, bits, scale, greatest, inverse);
        }
        else
        {
            Backward<Floats256>(scores, gradient, buffer, width, factor, mask, bits, scale, greatest, inverse);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<TFloats>(
        nint scores, nint gradient, float* buffer, int width, float factor, float* mask, ulong* bits, float scale, float greatest, float inverse)
        where TFloats : struct, IFloats<TFloats>
    {
        // With p the probabilities, m the dropout factors, g the gradient: d scores = p × (g × m - Σ g × m × p) × factor.
        Scores<TFloats>(scores, buffer, width, factor, mask);
        Exponentials<TFloats>(buffer, width, greatest);
        TFloats inverses = TFloats.Create(inverse), scales = TFloats.Create(scale), sums = default;
        float sum = 0;
        int i = 0;
        for (; i + TFloats.Lanes <= width; i += TFloats.Lanes)
        {
            TFloats probability = TFloats.Load(buffer + i) * inverses;
            TFloats thinned = bits is null ? probability : probability * DropoutMask.Factors(bits, i, scales);
            sums += thinned * TFormat.Load<TFloats>(gradient, i);
            TFormat.Store(thinned, scores, i);
        }

        for (; i < width; i++)
        {
            float thinned = buffer[i] * inverse * (bits is null ? 1 : DropoutMask.Factor(bits, i, scale));
            sum += thinned * TFormat.LoadOne(gradient, i);
            TFormat.StoreOne(thinned, scores, i);
        }

        sum += TFloats.Sum(sums);
        TFloats total = TFloats.Create(sum), outer = TFloats.Create(inverse * factor);
        for (i = 0; i + TFloats.Lanes <= width; i += TFloats.Lanes)
        {
            TFloats inner = TFormat.Load<TFloats>(gradient, i);
            inner = bits is null ? inner : inner * DropoutMask.Factors(bits, i, scales);
            TFormat.Store(TFloats.Load(buffer + i) * outer * (inner - total), gradient, i);
        }

        for (; i < width; i++)
        {
            float inner = TFormat.LoadOne(gradient, i) * (bits is null ? 1 : DropoutMask.Factor(bits, i, scale));
            TFormat.StoreOne(buffer[i] * inverse * factor * (inner - sum), gradient, i);
        }
    }

    // Fills the buffer with scores × factor + mask; gives the greatest.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Scores<TFloats>(nint scores, float* buffer, int width, float factor, float* mask)
        where TFloats : struct, IFloats<TFloats>
    {
        TFloats factors = TFloats.Create(factor), most = TFloats.Create(float.NegativeInfinity);
        int i = 0;
        for (; i + TFloats.Lanes <= width; i += TFloats.Lanes)
        {
            TFloats score = TFormat.Load<TFloats>(scores, i) * factors;
            score = mask is null ? score : score + TFloats.Load(mask + i);
            TFloats.Store(score, buffer + i);
            most = TFloats.Max(most, score);
        }

        float greatest = TFloats.Greatest(most);
        for (; i < width; i++)
        {
            buffer[i] = TFormat.LoadOne(scores, i) * factor + (mask is null ? 0 : mask[i]);
            greatest = Math.Max(greatest, buffer[i]);
        }

        return greatest;
    }

    // Overwrites the buffer with e^(score - greatest); gives the sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Exponentials<TFloats>(float* buffer, int width, float greatest)
        where TFloats : struct, IFloats<TFloats>
    {
        TFloats shift = TFloats.Create(greatest), sums = default;
        float sum = 0;
        int i = 0;
        for (; i + TFloats.Lanes <= width; i += TFloats.Lanes)
        {
            TFloats value = VectorMath.Exp(TFloats.Load(buffer + i) - shift);
            TFloats.Store(value, buffer + i);
            sums += value;
        }

        for (; i < width; i++)
        {
            buffer[i] = TFloats.First(VectorMath.Exp(TFloats.Create(buffer[i] - greatest)));
            sum += buffer[i];
        }

        return sum + TFloats.Sum(sums);
    }
}
