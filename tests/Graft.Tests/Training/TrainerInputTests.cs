using System.Text.Json.Nodes;
using Graft.Evaluation;
using Graft.Models;
using Graft.Tensors;
using Graft.Training;

namespace Graft.Tests.Training;

/// <summary>What a trainer makes of rows and options that do not go together, and of evaluations that fail.</summary>
public sealed class TrainerInputTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"graft-{Guid.NewGuid():n}");

    [Theory]
    [InlineData(ProblemType.SingleLabel, "log_loss ece")]
    [InlineData(ProblemType.MultiLabel, "log_loss hamming_loss")]
    [InlineData(ProblemType.Regression, "mse rmse mae median_ae max_error")]
    public void Errors_are_better_the_smaller_they_are_and_all_else_the_greater(ProblemType problemType, string errors)
    {
        string[] smaller = [.. MetricSet.Names(problemType).Where(name => !new TrainingOptions { BestMetric = name }.BestIsGreatest)];

        Assert.Equal(errors.Split(' ').Order(), smaller.Order());
    }

    [Fact]
    public void The_best_by_an_error_is_the_least()
    {
        using var run = new TinyRun();
        var errors = new Queue<double>([0.9, 0.1, 0.5]);

        TrainingResult result = new Trainer(
            run.Classifier, new TrainingOptions { Epochs = 3, BatchSize = 8, BestMetric = "rmse" }, run, run,
            _ => new Dictionary<string, double> { ["rmse"] = errors.Dequeue() }).Train();

        Assert.Equal(2, result.Best!.Epoch);
        Assert.True(result.BestIsLoaded);
    }

    [Fact]
    public void Rows_whose_classes_are_numbered_otherwise_are_refused()
    {
        using var run = new TinyRun();

        TrainingException error = Assert.Throws<TrainingException>(
            () => new Trainer(run.Classifier, new TrainingOptions(), run, new Relabelled(run, new LabelSet(["odd", "even"]))));

        Assert.Contains("odd, even and even, odd", error.Message, StringComparison.Ordinal);
        Assert.Contains("LabelNames", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_for_another_kind_of_head_are_refused()
    {
        using var run = new TinyRun();

        TrainingException error = Assert.Throws<TrainingException>(
            () => new Trainer(run.Classifier, new TrainingOptions(), new Relabelled(run, new LabelSet(["even", "odd"], ProblemType.MultiLabel))));

        Assert.Contains("MultiLabel", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_given_to_an_evaluation_are_held_to_the_training_rows_labels()
    {
        using var run = new TinyRun();
        var trainer = new Trainer(run.Classifier, new TrainingOptions(), run);
        var turned = new Relabelled(run, new LabelSet(["odd", "even"]));

        Assert.Contains("odd, even and even, odd", Assert.Throws<TrainingException>(() => trainer.Evaluate(turned)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => trainer.Predict(turned));
        Assert.Contains("3 labels", Assert.Throws<TrainingException>(() => trainer.Evaluate(new Relabelled(run, new LabelSet(["even", "odd", "none"])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_training_rows_it_is_the_models_labels_that_count_where_it_has_names()
    {
        using var run = new TinyRun();
        using var unnamed = PretrainedClassifier.CreateNew(run.Classifier.Config, LabelSet.Numbered(2), seed: 3);
        var turned = new Relabelled(run, new LabelSet(["odd", "even"]));

        TrainingException error = Assert.Throws<TrainingException>(() => new Trainer(run.Classifier, new TrainingOptions()).Evaluate(turned));

        Assert.Contains("than the model", error.Message, StringComparison.Ordinal);
        Assert.Contains("LabelNames", error.Remedy, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => new Trainer(run.Classifier, new TrainingOptions(), evaluation: turned));
        Assert.True(double.IsFinite(new Trainer(unnamed, new TrainingOptions()).Evaluate(turned)["loss"]));
    }

    [Fact]
    public void Rows_without_targets_are_predicted_whatever_their_labels()
    {
        using var run = new TinyRun();
        float[] unknown = [.. Enumerable.Repeat((float)ClassificationLoss.IgnoredLabel, run.Count)];

        EvaluationOutput output = new Trainer(run.Classifier, new TrainingOptions()).Predict(new Relabelled(run, new LabelSet(["anything"]), unknown));

        Assert.Equal(run.Classifier.Labels, output.Labels);
        Assert.Equal(run.Count, output.Count);
        Assert.True(double.IsNaN(output.Loss));
    }

    [Fact]
    public void Images_given_to_a_model_of_texts_are_refused_by_name()
    {
        using var run = new TinyRun();
        var processor = Graft.Vision.ImageProcessor.Load(SharedFolder.Project("models", "efficientnet-lite0"));
        byte[] none = [];
        var images = new Graft.Data.Batching.EncodedImages(
            new Graft.Data.Dataset(InputKind.Image, run.Labels, [Graft.Data.ImageExample.FromBytes("none.png", none)]), processor);

        Assert.Contains("are images, but the model reads texts", Assert.Throws<TrainingException>(() => new Trainer(run.Classifier, new TrainingOptions(), run).Predict(images)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => new Trainer(run.Classifier, new TrainingOptions(), images));
    }

    [Fact]
    public void No_rows_to_evaluate_on_are_refused_before_the_first_step()
    {
        using TinyRun run = new(), none = new(rows: 0);

        Assert.Throws<TrainingException>(() => new Trainer(run.Classifier, new TrainingOptions(), run, none).Train());

        Assert.Empty(run.Prepared);
    }

    [Fact]
    public void Options_that_the_rows_or_metrics_do_not_serve_are_refused_before_training()
    {
        using var run = new TinyRun();

        TrainingOptionsException error = Assert.Throws<TrainingOptionsException>(
            () => new Trainer(run.Classifier, new TrainingOptions { BestMetric = "accuracy", ClassWeights = [1, 1, 1] }, run, run));
        Assert.Equal(2, error.Problems.Count);
        Assert.Contains("computeMetrics", error.Message, StringComparison.Ordinal);
        Assert.Contains("EarlyStoppingPatience", Assert.Throws<TrainingOptionsException>(() => new Trainer(run.Classifier, new TrainingOptions { EarlyStoppingPatience = 2 }, run)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingOptionsException>(() => new Trainer(run.Classifier, new TrainingOptions { EarlyStoppingPatience = 2, Evaluation = Cadence.Never }, run, run));

        // A trainer that only evaluates takes the options of the run.
        Assert.True(double.IsFinite(new Trainer(run.Classifier, new TrainingOptions { BestMetric = "accuracy", EarlyStoppingPatience = 2 }, evaluation: run).Evaluate()["loss"]));
    }

    [Fact]
    public void Options_without_effect_are_told_to_callbacks()
    {
        using var run = new TinyRun();
        using var classifier = PretrainedClassifier.CreateNew(run.Classifier.Config, LabelSet.Numbered(1, ProblemType.Regression), seed: 3);
        var rows = new Relabelled(run, classifier.Labels, [.. Enumerable.Range(0, run.Count)]);
        TrainingOptions options = new() { MaxSteps = 1, LabelSmoothing = 0.1, ClassWeights = [2] };
        Listener heard = new(), single = new();

        new Trainer(classifier, options, rows, callbacks: [heard]).Train();
        new Trainer(run.Classifier, options with { ClassWeights = [1, 2] }, run, callbacks: [single]).Train();

        Assert.Equal(2, heard.Warnings.Count);
        Assert.Contains("--label-smoothing", heard.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("ClassWeights", heard.Warnings[1], StringComparison.Ordinal);
        Assert.Empty(single.Warnings);
    }

    [Fact]
    public void No_rows_to_train_on_are_refused_by_training_and_estimate_alike()
    {
        using TinyRun run = new(), none = new(rows: 0);
        var trainer = new Trainer(run.Classifier, new TrainingOptions(), none);

        Assert.Equal(Assert.Throws<TrainingException>(() => trainer.Train()).Message, Assert.Throws<TrainingException>(() => trainer.Estimate()).Message);
    }

    [Fact]
    public void An_evaluation_that_fails_costs_no_step()
    {
        using TinyRun run = new(), again = new();
        TrainingOptions options = new() { Epochs = 2, BatchSize = 8, OutputFolder = _folder, BestMetric = "score" };

        // The first lacks the metric; a metric function may also fail by itself.
        Assert.Throws<TrainingOptionsException>(() => new Trainer(run.Classifier, options, run, run, _ => new Dictionary<string, double>()).Train());
        Assert.Single(Directory.GetDirectories(_folder, "checkpoint-*"));
        Directory.Delete(_folder, recursive: true);
        using var other = new TinyRun();
        Assert.Throws<InvalidOperationException>(() => new Trainer(other.Classifier, options, other, other, _ => throw new InvalidOperationException("no score")).Train());
        TrainingResult resumed = new Trainer(
            again.Classifier, options, again, again, _ => new Dictionary<string, double> { ["score"] = 1 }).Train(_folder);

        Assert.Equal(6, resumed.Steps);
        Assert.Equal([1.0, 2.0], resumed.Evaluations.Select(record => record.Epoch));
    }

    [Fact]
    public void A_callback_that_fails_at_the_best_evaluation_costs_neither_it_nor_its_weights()
    {
        using TinyRun run = new(), again = new();
        TrainingOptions options = new() { Epochs = 3, BatchSize = 8, OutputFolder = _folder, BestMetric = "score", CheckpointLimit = 1, EarlyStoppingPatience = 5 };
        var rising = new Queue<double>([0.5, 0.9, 0.1]);

        Assert.Throws<InvalidOperationException>(() => new Trainer(run.Classifier, options, run, run, _ => Score(), [new FailAtEvaluation(2)]).Train());
        float[] atBest = TinyRun.WeightsOf(run.Classifier);
        TrainingResult result = new Trainer(again.Classifier, options, again, again, _ => Score()).Train(_folder);

        Assert.Equal([0.5, 0.9, 0.1], result.Evaluations.Select(record => record.Metrics["score"]));
        Assert.Equal(2, result.Best!.Epoch);
        Assert.True(result.BestIsLoaded);
        Assert.Equal(atBest, TinyRun.WeightsOf(again.Classifier));

        Dictionary<string, double> Score() => new() { ["score"] = rising.Dequeue() };
    }

    [Fact]
    public void What_a_run_fails_at_is_told_even_where_its_steps_cannot_be_saved()
    {
        using var run = new TinyRun { Saving = _ => throw new IOException("no room") };
        TrainingOptions options = new() { Epochs = 2, BatchSize = 8, OutputFolder = _folder };

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => new Trainer(run.Classifier, options, run, run, callbacks: [new FailAtEvaluation(1)]).Train());

        Assert.Equal("evaluation 1", error.Message);
    }

    [Fact]
    public void Another_best_metric_after_a_resume_is_judged_anew()
    {
        using TinyRun run = new(), again = new();
        TrainingOptions options = new() { Epochs = 2, BatchSize = 8, OutputFolder = _folder, AllowChanges = true };
        new Trainer(run.Classifier, options, run, run, callbacks: [new StopAfter(4)]).Train();

        // Interrupted again before the next evaluation: what is saved then has no value of the new metric yet.
        new Trainer(again.Classifier, options with { BestMetric = "score" }, again, again, _ => Scores(), [new StopAfter(5)]).Train(_folder);
        using var last = new TinyRun();
        TrainingResult result = new Trainer(last.Classifier, options with { BestMetric = "score" }, last, last, _ => Scores()).Train(_folder);

        Assert.Equal(2, result.Best!.Epoch);

        static Dictionary<string, double> Scores() => new() { ["score"] = 0.5 };
    }

    [Fact]
    public void Any_number_is_a_target_of_a_regression()
    {
        using var run = new TinyRun();
        using var classifier = PretrainedClassifier.CreateNew(run.Classifier.Config, LabelSet.Numbered(1, ProblemType.Regression), seed: 3);
        float[] targets = [.. Enumerable.Range(0, run.Count).Select(row => row == 3 ? (float)ClassificationLoss.IgnoredLabel : row)];
        var rows = new Relabelled(run, classifier.Labels, targets);

        Assert.True(double.IsFinite(new Trainer(classifier, new TrainingOptions(), evaluation: rows).Evaluate()["loss"]));
        targets[5] = float.NaN;
        Assert.True(double.IsNaN(new Trainer(classifier, new TrainingOptions(), evaluation: rows).Evaluate()["loss"]));
    }

    [Fact]
    public void A_head_of_one_number_whose_folder_says_nothing_of_it_says_so_once_trained()
    {
        using var run = new TinyRun();
        string folder = Path.Combine(_folder, "model"), output = Path.Combine(_folder, "run");
        using (var made = PretrainedClassifier.CreateNew(run.Classifier.Config, LabelSet.Numbered(1, ProblemType.Regression), seed: 3))
        {
            made.Save(folder);
        }

        string config = Path.Combine(folder, "config.json");
        JsonObject json = JsonNode.Parse(File.ReadAllText(config))!.AsObject();
        json.Remove("problem_type");
        File.WriteAllText(config, json.ToJsonString());
        using PretrainedClassifier classifier = PretrainedClassifier.Load(folder);
        var trainer = new Trainer(classifier, new TrainingOptions { MaxSteps = 2, OutputFolder = output }, new Relabelled(run, classifier.Labels, [.. Enumerable.Range(0, run.Count)]));
        Assert.Null(Stated(folder));

        // Measuring is no training.
        trainer.Estimate();
        trainer.Save(folder);
        Assert.Null(Stated(folder));
        TrainingResult result = trainer.Train();
        trainer.Save(folder);

        Assert.Equal("regression", Stated(folder));
        Assert.Equal("regression", Stated(result.LastCheckpoint!));

        static string? Stated(string folder) => (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!["problem_type"];
    }

    [Fact]
    public void An_estimate_leaves_the_statistics_of_batch_norms_as_they_are()
    {
        using var images = new TinyImages();
        var config = new JsonObject
        {
            ["model_type"] = "resnet", ["embedding_size"] = 8, ["hidden_sizes"] = new JsonArray(8, 16), ["depths"] = new JsonArray(1, 1), ["layer_type"] = "basic",
        };
        using var classifier = PretrainedClassifier.CreateNew(new ModelConfigFile(config, "config.json"), images.Labels, seed: 3);
        float[] before = Numbers();

        new Trainer(classifier, new TrainingOptions { BatchSize = 4, UpdateBatchStatistics = true }, images).Estimate();

        Assert.Equal(before, Numbers());

        // What is measured is what the run does.
        using var engine = new TrainingEngine(classifier.Model, new TrainingOptions { UpdateBatchStatistics = true }, totalSteps: 1);
        using Graft.Data.Batching.Batch batch = images.CreateBatch([0, 1, 2, 3], null);
        using (new KeptBuffers(classifier.Model.Weights))
        {
            engine.Probe(batch);
            Assert.NotEqual(before, Numbers());
        }

        Assert.Equal(before, Numbers());

        float[] Numbers() => [.. classifier.Model.Weights.Entries.SelectMany(entry => entry.Tensor.to(TorchSharp.torch.ScalarType.Float32).Floats().ToArray())];
    }

    [Fact]
    public void The_time_of_so_many_steps_is_told_whatever_the_epochs()
    {
        using var run = new TinyRun(dropout: 0);
        TrainingOptions options = new() { Epochs = 1, BatchSize = 4 };
        TimeSpan few = new Trainer(run.Classifier, options with { MaxSteps = 6 }, run).Estimate().Duration;
        TimeSpan many = new Trainer(run.Classifier, options with { MaxSteps = 6_000 }, run).Estimate().Duration;

        // A thousand times as much, however noisy the machine is.
        Assert.True(many > 50 * few, $"{few} and {many}");
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private sealed class Listener : TrainingCallback
    {
        public List<string> Warnings { get; } = [];

        public override void OnWarning(string text) => Warnings.Add(text);
    }

    private sealed class FailAtEvaluation(double epoch) : TrainingCallback
    {
        public override void OnEvaluated(EvaluationRecord record, bool isBest, TrainingControl control)
        {
            if (record.Epoch == epoch)
            {
                throw new InvalidOperationException($"evaluation {epoch}");
            }
        }
    }
}
