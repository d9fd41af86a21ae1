using System.Numerics;
using System.Runtime.InteropServices;

namespace Graft.Tensors;

/// <summary>
/// One AdamW update in a single pass over memory. Source: Loshchilov, Hutter, "Decoupled weight decay regularization",
/// ICLR 2019; Kingma, Ba, "Adam", ICLR 2015.
/// </summary>
/// <param name="Decay">1 - learning rate × weight decay.</param>
/// <param name="StepSize">Learning rate / (1 - beta1^t).</param>
/// <param name="Beta1">Decay of the mean of gradients.</param>
/// <param name="Beta2">Decay of the mean of squared gradients.</param>
/// <param name="RootCorrection">1 / sqrt(1 - beta2^t).</param>
/// <param name="Epsilon">Added to the root.</param>
/// <param name="GradientScale">Factor on gradients: that of clipping.</param>
internal readonly record struct AdamWKernel(
    float Decay, float StepSize, float Beta1, float Beta2, float RootCorrection, float Epsilon, float GradientScale)
{
    /// <summary>Updates the parameters and both means in place; all spans have one length.</summary>
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares)
    {
        int width = Vector<float>.Count, i = 0;
        var decay = new Vector<float>(Decay);
        var stepSize = new Vector<float>(StepSize);
        var beta2 = new Vector<float>(Beta2);
        var rest1 = new Vector<float>(1 - Beta1);
        var rest2 = new Vector<float>(1 - Beta2);
        var correction = new Vector<float>(RootCorrection);
        var epsilon = new Vector<float>(Epsilon);
        var scale = new Vector<float>(GradientScale);
        for (; i + width <= parameters.Length; i += width)
        {
            Vector<float> gradient = new Vector<float>(gradients[i..]) * scale;
            var mean = new Vector<float>(means[i..]);
            mean += (gradient - mean) * rest1;
            Vector<float> square = new Vector<float>(squares[i..]) * beta2 + gradient * gradient * rest2;
            Vector<float> divisor = Vector.SquareRoot(square) * correction + epsilon;
            Vector<float> parameter = new Vector<float>(parameters[i..]) * decay - stepSize * mean / divisor;
            mean.CopyTo(means[i..]);
            square.CopyTo(squares[i..]);
            parameter.CopyTo(parameters[i..]);
        }

        for (; i < parameters.Length; i++)
        {
            float gradient = gradients[i] * GradientScale;
            means[i] += (gradient - means[i]) * (1 - Beta1);
            squares[i] = squares[i] * Beta2 + gradient * gradient * (1 - Beta2);
            parameters[i] = parameters[i] * Decay - StepSize * means[i] / (MathF.Sqrt(squares[i]) * RootCorrection + Epsilon);
        }
    }

    /// <summary>Updates parameters whose gradients and both means are 0, with the same bits as <see cref="Update"/>.</summary>
    public void Shrink(Span<float> parameters)
    {
        if (Decay == 1)
        {
            return;
        }

        var decay = new Vector<float>(Decay);
        int i = 0;
        for (; i + Vector<float>.Count <= parameters.Length; i += Vector<float>.Count)
        {
            (new Vector<float>(parameters[i..]) * decay).CopyTo(parameters[i..]);
        }

        for (; i < parameters.Length; i++)
        {
            parameters[i] *= Decay;
        }
    }

    /// <summary>Sum of squares, added up in double precision.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> values)
    {
        double sum = 0;
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
        foreach (Vector<float> vector in vectors)
        {
            Vector.Widen(vector, out Vector<double> a, out Vector<double> b);
            low += a * a;
            high += b * b;
        }

        sum += Vector.Sum(low + high);
        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            sum += (double)value * value;
        }

        return sum;
    }
}
