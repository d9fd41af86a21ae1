using System.Text.Json.Nodes;
using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Models;
using Graft.Pipelines;
using Graft.Tensors;
using Graft.Tests.Tensors;
using Graft.Tests.Training;
using Graft.Training;

namespace Graft.Tests.Pipelines;

public sealed class PredictionFormatTests
{
    // Eight bits a number through two layers of random weights, relative to the greatest logit.
    private const float Tolerance = 0.05f;

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    public void Batches_give_what_rows_one_by_one_give_in_the_order_of_the_rows(int? batchSize)
    {
        using var run = new TinyRun(rows: 300);

        float[] together = Predict(run, batchSize), alone = Predict(run, 1);

        AssertNear(alone, together, 1e-5f);
        Assert.True(alone.Distinct().Count() > 100, "rows that are all alike show no order");
    }

    [Theory]
    [InlineData(ComputeFormat.Bfloat16)]
    [InlineData(ComputeFormat.Int8)]
    public void Other_formats_are_near_single_precision_and_leave_the_weights_as_they_were(ComputeFormat asked)
    {
        using var run = new TinyRun(rows: 60);
        float[] exact = Predict(run, null), weights = TinyRun.WeightsOf(run.Classifier);

        using (var format = new PredictionFormat(run.Classifier, asked))
        {
            format.Prepare(run);
            float[] rounded = Predict(run, null);
            Assert.Equal(asked, format.Current);
            Assert.NotEqual(exact, rounded);
            AssertNear(exact, rounded, Tolerance * (1 + exact.Max(Math.Abs)));
        }

        Assert.Equal(weights, TinyRun.WeightsOf(run.Classifier));
        Assert.Equal(exact, Predict(run, null));
    }

    [Fact]
    public void Models_without_layers_for_int8_say_so()
    {
        using PretrainedClassifier classifier = TinyResNet();

        Assert.Contains("int8", Assert.Throws<ModelException>(() => new PredictionFormat(classifier, ComputeFormat.Int8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_in_int8_is_refused() =>
        Assert.Contains("Int8", Assert.Throws<TrainingOptionsException>(() => new TrainingOptions { Format = ComputeFormat.Int8 }.Validate()).Message, StringComparison.Ordinal);

    [Fact]
    public void Auto_does_not_change_the_format_for_little_work()
    {
        using var run = new TinyRun(rows: 20);
        using var format = new PredictionFormat(run.Classifier, ComputeFormat.Auto);

        format.Prepare(run);

        Assert.Equal(ComputeFormat.Float32, format.Current);
    }

    [Fact]
    public void Auto_takes_the_format_that_is_faster_here_for_much_work()
    {
        using var run = new TinyRun(rows: 2000);
        float[] exact = Predict(run, null);
        using var format = new PredictionFormat(run.Classifier, ComputeFormat.Auto);

        format.Prepare(run);
        float[] chosen = Predict(run, null);

        AssertNear(exact, chosen, Tolerance * (1 + exact.Max(Math.Abs)));
        if (format.Current == ComputeFormat.Float32)
        {
            AssertNear(exact, chosen, 1e-5f);
        }
        else
        {
            Assert.NotEqual(exact, chosen);
        }
    }

    [Theory]
    [InlineData(ComputeFormat.Bfloat16, 200, ComputeFormat.Bfloat16)]
    [InlineData(ComputeFormat.Bfloat16, 2, ComputeFormat.Float32)]
    [InlineData(ComputeFormat.Float32, 200, ComputeFormat.Float32)]
    public void Auto_changes_at_the_second_call_of_some_work(ComputeFormat faster, int rows, ComputeFormat expected)
    {
        using var run = new TinyRun(rows);
        using var format = new PredictionFormat(run.Classifier, ComputeFormat.Auto, new FakeDevice { Faster = faster });

        format.Prepare(run);
        Assert.Equal(ComputeFormat.Float32, format.Current);

        format.Prepare(run);
        Assert.Equal(expected, format.Current);
    }

    [Fact]
    public void Weights_are_laid_out_at_the_second_small_call()
    {
        using TinyRun small = new(rows: 20), large = new(rows: 2000);
        float[] exact = Predict(small, null);
        IReadOnlyList<Linear> layers = small.Classifier.Model.Weights.LinearLayers;
        using (var format = new PredictionFormat(small.Classifier, ComputeFormat.Float32))
        {
            foreach (TinyRun rows in (TinyRun[])[large, small, large])
            {
                format.Prepare(rows);
                Assert.All(layers, layer => Assert.Null(layer.Panels));
            }

            format.Prepare(small);
            Assert.NotEmpty(layers);
            Assert.All(layers, layer => Assert.Equal(PanelWeights.Serves(layer), layer.Panels is not null));
            AssertNear(exact, Predict(small, null), 1e-5f);
        }

        Assert.All(layers, layer => Assert.Null(layer.Panels));
        Assert.Equal(exact, Predict(small, null));
    }

    [Fact]
    public void Models_with_batch_norms_stay_in_single_precision()
    {
        using PretrainedClassifier classifier = TinyResNet();
        using var run = new TinyRun(rows: 2000);

        Assert.Contains("batch norms", Assert.Throws<ModelException>(() => new PredictionFormat(classifier, ComputeFormat.Bfloat16)).Message, StringComparison.Ordinal);
        using var format = new PredictionFormat(classifier, ComputeFormat.Auto);
        format.Prepare(run);
        Assert.Equal(ComputeFormat.Float32, format.Current);
    }

    private static PretrainedClassifier TinyResNet()
    {
        var config = new JsonObject { ["model_type"] = "resnet", ["embedding_size"] = 8, ["hidden_sizes"] = new JsonArray(8, 8), ["depths"] = new JsonArray(1, 1), ["layer_type"] = "basic" };
        return PretrainedClassifier.CreateNew(new ModelConfigFile(config, "config.json"), LabelSet.Numbered(2), seed: 1);
    }

    private static float[] Predict(TinyRun run, int? batchSize) =>
        [.. Evaluator.Run(run.Classifier.Model, run, batchSize, progress: null, TestContext.Current.CancellationToken).Logits];

    private static void AssertNear(float[] expected, float[] actual, float allowed)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - allowed, pair.First + allowed));
    }
}
