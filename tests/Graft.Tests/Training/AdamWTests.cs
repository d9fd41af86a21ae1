using Graft.Tensors;

namespace Graft.Tests.Training;

public sealed class AdamWTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1000)]
    public void The_kernel_equals_the_formula(int length)
    {
        var random = new SeededRandom(9);
        float[] parameters = Draw(), gradients = Draw(), means = Draw(), squares = [.. Draw().Select(Math.Abs)];
        double[] expected = new double[length];
        const double Rate = 0.01, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8, Decay = 0.1, Clip = 0.5;
        const int Step = 3;
        double correction1 = 1 - Math.Pow(Beta1, Step), correction2 = 1 - Math.Pow(Beta2, Step);
        for (int i = 0; i < length; i++)
        {
            double gradient = gradients[i] * Clip, mean = Beta1 * means[i] + (1 - Beta1) * gradient, square = Beta2 * squares[i] + (1 - Beta2) * gradient * gradient;
            expected[i] = parameters[i] * (1 - Rate * Decay) - Rate * (mean / correction1) / (Math.Sqrt(square / correction2) + Epsilon);
        }

        new AdamWKernel((float)(1 - Rate * Decay), (float)(Rate / correction1), (float)Beta1, (float)Beta2, (float)(1 / Math.Sqrt(correction2)), (float)Epsilon, (float)Clip)
            .Update(parameters, gradients, means, squares);

        Assert.All(Enumerable.Range(0, length), i => Assert.Equal(expected[i], parameters[i], 1e-5));

        float[] Draw() => [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }

    [Fact]
    public void The_sum_of_squares_takes_the_rest_of_a_vector_along()
    {
        float[] values = [.. Enumerable.Range(1, 37).Select(i => (float)i)];

        Assert.Equal(Enumerable.Range(1, 37).Sum(i => (double)i * i), AdamWKernel.SumOfSquares(values));
    }
}
