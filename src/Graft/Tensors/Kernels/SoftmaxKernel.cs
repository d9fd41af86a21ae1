using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>Rows of attention scores to probabilities, thinned by dropout, and back.</summary>
/// <typeparam name="TFormat">How scores are stored.</typeparam>
internal static unsafe class SoftmaxKernel<TFormat>
    where TFormat : IElementFormat
{
    private const int Lanes = 16;

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
        greatest = Scores(scores, buffer, width, factor, mask);
        inverse = 1 / Exponentials(buffer, width, greatest);
        Vector512<float> inverses = Vector512.Create(inverse), kept = Vector512.Create(inverse * scale);
        int i = 0;
        for (; i + Lanes <= width; i += Lanes)
        {
            TFormat.Store(Vector512.Load(buffer + i) * (bits is null ? inverses : DropoutMask.Factors(bits, i, kept)), scores, i);
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
        // With p the probabilities, m the dropout factors, g the gradient: d scores = p × (g × m - Σ g × m × p) × factor.
        Scores(scores, buffer, width, factor, mask);
        Exponentials(buffer, width, greatest);
        Vector512<float> inverses = Vector512.Create(inverse), scales = Vector512.Create(scale), sums = Vector512<float>.Zero;
        float sum = 0;
        int i = 0;
        for (; i + Lanes <= width; i += Lanes)
        {
            Vector512<float> probability = Vector512.Load(buffer + i) * inverses;
            Vector512<float> thinned = bits is null ? probability : probability * DropoutMask.Factors(bits, i, scales);
            sums += thinned * TFormat.Load(gradient, i);
            TFormat.Store(thinned, scores, i);
        }

        for (; i < width; i++)
        {
            float thinned = buffer[i] * inverse * (bits is null ? 1 : DropoutMask.Factor(bits, i, scale));
            sum += thinned * TFormat.LoadOne(gradient, i);
            TFormat.StoreOne(thinned, scores, i);
        }

        sum += Vector512.Sum(sums);
        Vector512<float> total = Vector512.Create(sum), outer = Vector512.Create(inverse * factor);
        for (i = 0; i + Lanes <= width; i += Lanes)
        {
            Vector512<float> inner = TFormat.Load(gradient, i);
            inner = bits is null ? inner : inner * DropoutMask.Factors(bits, i, scales);
            TFormat.Store(Vector512.Load(buffer + i) * outer * (inner - total), gradient, i);
        }

        for (; i < width; i++)
        {
            float inner = TFormat.LoadOne(gradient, i) * (bits is null ? 1 : DropoutMask.Factor(bits, i, scale));
            TFormat.StoreOne(buffer[i] * inverse * factor * (inner - sum), gradient, i);
        }
    }

    // Fills the buffer with scores × factor + mask; gives the greatest.
    private static float Scores(nint scores, float* buffer, int width, float factor, float* mask)
    {
        Vector512<float> factors = Vector512.Create(factor), most = Vector512.Create(float.NegativeInfinity);
        int i = 0;
        for (; i + Lanes <= width; i += Lanes)
        {
            Vector512<float> score = TFormat.Load(scores, i) * factors;
            score = mask is null ? score : score + Vector512.Load(mask + i);
            score.Store(buffer + i);
            most = Vector512.Max(most, score);
        }

        float greatest = float.NegativeInfinity;
        for (int lane = 0; lane < Lanes; lane++)
        {
            greatest = Math.Max(greatest, most[lane]);
        }

        for (; i < width; i++)
        {
            buffer[i] = TFormat.LoadOne(scores, i) * factor + (mask is null ? 0 : mask[i]);
            greatest = Math.Max(greatest, buffer[i]);
        }

        return greatest;
    }

    // Overwrites the buffer with e^(score - greatest); gives the sum.
    private static float Exponentials(float* buffer, int width, float greatest)
    {
        Vector512<float> shift = Vector512.Create(greatest), sums = Vector512<float>.Zero;
        float sum = 0;
        int i = 0;
        for (; i + Lanes <= width; i += Lanes)
        {
            Vector512<float> value = VectorMath.Exp(Vector512.Load(buffer + i) - shift);
            value.Store(buffer + i);
            sums += value;
        }

        for (; i < width; i++)
        {
            buffer[i] = VectorMath.Exp(Vector512.Create(buffer[i] - greatest))[0];
            sum += buffer[i];
        }

        return sum + Vector512.Sum(sums);
    }
}
