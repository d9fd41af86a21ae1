using Graft.Models;
using Graft.Tensors;
using Graft.Training;
using static TorchSharp.torch;

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

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    public void Words_that_no_gradient_has_reached_are_left_out_with_the_same_bits(double weightDecay)
    {
        Graft.Native.TorchLibrary.EnsureLoaded();
        const int Words = 700, Width = 100, Steps = 5;
        using var sparse = new Table(WeightKind.Embedding, Words, Width, weightDecay);
        using var whole = new Table(WeightKind.Plain, Words, Width, weightDecay);
        var random = new SeededRandom(3);
        for (int step = 0; step < Steps; step++)
        {
            // A few words a step, some of them again; those between are never met.
            float[] gradient = new float[Words * Width];
            for (int word = step; word < Words; word += 97)
            {
                for (int i = 0; i < Width; i++)
                {
                    gradient[word * Width + i] = (float)(random.NextDouble() - 0.5);
                }
            }

            sparse.Step(gradient);
            whole.Step(gradient);
        }

        Assert.Equal(whole.Values, sparse.Values);
        Assert.Equal(whole.Means, sparse.Means);
        Assert.Equal(whole.Squares, sparse.Squares);
        Assert.Null(whole.Parameter.Untouched);

        // As after a resume: what is untouched is found out from the means.
        float[] squares = sparse.Squares;
        var found = new UntouchedPortions(sparse.Parameter.Means, sparse.Parameter.Squares);
        int[] reached = [.. Enumerable.Range(0, Words * Width).Where(i => squares[i] != 0).Select(i => i / UntouchedPortions.PortionElements).Distinct()];
        int[] expected = [.. Enumerable.Range(0, (Words * Width + UntouchedPortions.PortionElements - 1) / UntouchedPortions.PortionElements).Except(reached)];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Enumerable.Range(0, expected[^1] + 1).Where(portion => found.Includes(portion * UntouchedPortions.PortionElements, [0f])));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(1e-40f)]
    [InlineData(float.NegativeInfinity)]
    public void Any_gradient_reaches_a_portion(float value)
    {
        Graft.Native.TorchLibrary.EnsureLoaded();
        using Tensor zero = zeros(UntouchedPortions.PortionElements);
        for (int place = 0; place < UntouchedPortions.PortionElements; place += 51)
        {
            var untouched = new UntouchedPortions(zero, zero);
            float[] gradient = new float[UntouchedPortions.PortionElements];
            gradient[0] = -0f;
            Assert.True(untouched.Includes(0, gradient));
            gradient[place] = value;
            Assert.False(untouched.Includes(0, gradient));
            Assert.False(untouched.Includes(0, new float[UntouchedPortions.PortionElements]));
        }
    }

    /// <summary>A table of vectors with its optimizer.</summary>
    private sealed class Table : IDisposable
    {
        private readonly TorchSharp.Modules.Parameter _values;
        private readonly AdamW _optimizer;

        public Table(WeightKind kind, int words, int width, double weightDecay)
        {
            _values = new TorchSharp.Modules.Parameter(arange(words * width, dtype: ScalarType.Float32).sin().view(words, width));
            Parameter = new OptimizedParameter(new WeightEntry("words", _values, kind, 0, WeightPart.Trunk), 1, weightDecay);
            _optimizer = new AdamW([Parameter], new AdamWOptions(), ComputeDevice.Cpu);
        }

        public OptimizedParameter Parameter { get; }

        public float[] Values => Read(_values.detach());

        public float[] Means => Read(Parameter.Means);

        public float[] Squares => Read(Parameter.Squares);

        public void Step(float[] gradient)
        {
            _values.grad = tensor(gradient).view(_values.shape);
            _optimizer.Step(0.01, gradientScale: 0.5);
        }

        public void Dispose()
        {
            _optimizer.Dispose();
            _values.Dispose();
        }

        private static float[] Read(Tensor x) => x.data<float>().ToArray();
    }
}
