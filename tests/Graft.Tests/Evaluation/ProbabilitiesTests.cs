using CsCheck;
using Graft.Evaluation;

namespace Graft.Tests.Evaluation;

public sealed class ProbabilitiesTests
{
    [Fact]
    public void Softmax_rows_sum_to_one_and_ignore_a_shift() =>
        LabelGenerators.Logits.Sample((_, logits, classes) =>
        {
            double[] probabilities = Probabilities.Softmax(logits, classes);
            double[] shifted = Probabilities.Softmax([.. logits.Select(l => l + 1000)], classes);

            Assert.All(probabilities.Chunk(classes), row => Assert.Equal(1, row.Sum(), 1e-12));
            Assert.All(probabilities.Zip(shifted), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        });

    [Fact]
    public void Logits_of_any_size_give_probabilities()
    {
        Assert.Equal([1, 0], Probabilities.Softmax([1e300, -1e300], 2));
        Assert.Equal([1, 0, 0.5], Probabilities.Sigmoid([1e300, -1e300, 0]));
    }

    [Fact]
    public void Sigmoid_is_the_softmax_against_zero() =>
        Gen.Double[-50, 50].Sample(logit => Assert.Equal(
            Probabilities.Softmax([logit, 0], 2)[0], Probabilities.Sigmoid([logit])[0], 1e-12));

    [Fact]
    public void A_temperature_of_zero_and_a_broken_row_are_refused()
    {
        Assert.Throws<EvaluationException>(() => Probabilities.Softmax([1, 2], 2, temperature: 0));
        Assert.Throws<EvaluationException>(() => Probabilities.Softmax([1, 2, 3], 2));
    }
}
