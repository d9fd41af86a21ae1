using Graft.Models;
using Graft.Pipelines;
using Graft.Tests.Models;

namespace Graft.Tests.Pipelines;

public sealed class ScoreRankingTests
{
    [Theory]
    [InlineData("""{"num_labels":1}""", 0.8808)]
    [InlineData("""{"id2label":{"0":"relevant"}}""", 0.8808)]
    [InlineData("""{"num_labels":1,"problem_type":"single_label_classification"}""", 0.8808)]
    [InlineData("""{"num_labels":1,"problem_type":"multi_label_classification"}""", 0.8808)]
    [InlineData("""{"num_labels":1,"problem_type":"regression"}""", 2)]
    public void A_single_label_is_scored_by_a_sigmoid_unless_the_file_states_regression(string config, double expected)
    {
        LabelSet labels = ModelConfigLabels.Read(Configs.Of(config));

        Assert.Equal(expected, Assert.Single(ScoreRanking.Rank([2f], labels, ScoreFunction.Auto, topK: 1)).Score, 1e-4);
        Assert.Equal(2, Assert.Single(ScoreRanking.Rank([2f], labels, ScoreFunction.None, topK: 1)).Score);
    }

    [Theory]
    [InlineData(float.NaN, ScoreFunction.Auto)]
    [InlineData(float.PositiveInfinity, ScoreFunction.Sigmoid)]
    [InlineData(float.NegativeInfinity, ScoreFunction.None)]
    [Trait("Fault", "62")]
    public void Logits_that_are_no_numbers_have_no_ranking(float logit, ScoreFunction function)
    {
        PredictionException error = Assert.Throws<PredictionException>(() => ScoreRanking.Rank([1f, logit], new LabelSet(["good", "bad"]), function, topK: 1, origin: "reviews.csv, line 3"));

        Assert.Contains("\"bad\"", error.Problem, StringComparison.Ordinal);
        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("float32", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, null, "c,a,b")]
    [InlineData(3, 0.5, "c,a")]
    [InlineData(1, 0.5, "c")]
    [InlineData(3, 0.99, "")]
    [InlineData(3, 0.0, "c,a,b")]
    public void A_threshold_lets_through_what_has_it_and_at_most_the_best(int topK, double? threshold, string expected)
    {
        var labels = new LabelSet(["a", "b", "c"], ProblemType.MultiLabel);

        // A sigmoid of 0 is the threshold itself.
        Assert.Equal(expected, string.Join(',', ScoreRanking.Rank([0f, -1f, 2f], labels, ScoreFunction.Auto, topK, threshold).Select(score => score.Label)));
    }
}
