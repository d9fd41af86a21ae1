using Graft.Tensors;
using Graft.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Training;

public sealed class TrainerTests
{
    [Fact]
    public void Bfloat16_products_train_single_precision_weights_nearly_as_single_precision_does()
    {
        using TinyRun exact = new(), rounded = new();
        var options = new TrainingOptions { Epochs = 2, BatchSize = 4, LearningRate = 1e-3, UseDropout = false };
        new Trainer(exact.Classifier, options, exact).Train();
        TrainingResult result = new Trainer(rounded.Classifier, options with { Format = ComputeFormat.Bfloat16 }, rounded).Train();

        Assert.All(rounded.Classifier.Model.Weights.Entries.Where(entry => entry.IsParameter), entry => Assert.Equal(torch.ScalarType.Float32, entry.Tensor.dtype));
        Assert.NotEqual(TinyRun.WeightsOf(exact.Classifier), TinyRun.WeightsOf(rounded.Classifier));
        Assert.Equal(TrainingOutcome.Completed, result.Outcome);
        Assert.Equal(new Trainer(exact.Classifier, options, exact).Evaluate(exact)["loss"], new Trainer(rounded.Classifier, options, rounded).Evaluate(rounded)["loss"], 0.05);
    }

    [Fact]
    public void A_callback_of_a_run_in_bfloat16_saves_the_weights_in_single_precision()
    {
        using var run = new TinyRun();
        using var folder = new TemporaryFolder();
        var saved = new List<float[]>();
        var save = new Remember(() =>
        {
            run.Classifier.Save(folder.Path);
            using Graft.Models.PretrainedClassifier copy = Graft.Models.PretrainedClassifier.Load(folder.Path);
            saved.Add(TinyRun.WeightsOf(copy));
        });

        new Trainer(
            run.Classifier, new TrainingOptions { Epochs = 1, BatchSize = 4, LearningRate = 1e-3, Format = ComputeFormat.Bfloat16 }, run, run, callbacks: [save]).Train();

        Assert.Equal(TinyRun.WeightsOf(run.Classifier), Assert.Single(saved));
    }

    [Fact]
    public void A_rule_is_learnt()
    {
        using var run = new TinyRun();

        new Trainer(run.Classifier, new TrainingOptions { Epochs = 30, BatchSize = 4, LearningRate = 0.01 }, run).Train();

        EvaluationOutput output = new Trainer(run.Classifier, new TrainingOptions(), run).Predict(run);
        int right = Enumerable.Range(0, output.Count).Count(row => (output.LogitsOf(row)[1] > output.LogitsOf(row)[0] ? 1 : 0) == (int)output.Targets[row]);
        Assert.Equal(output.Count, right);
    }

    [Fact]
    [Trait("Fault", "66")]
    public void The_same_seed_gives_the_same_bits()
    {
        using TinyRun first = new(), second = new();
        var options = new TrainingOptions { Epochs = 2, BatchSize = 4, LearningRate = 0.01 };

        new Trainer(first.Classifier, options, first).Train();
        new Trainer(second.Classifier, options, second).Train();

        Assert.Equal(TinyRun.WeightsOf(first.Classifier), TinyRun.WeightsOf(second.Classifier));
    }

    [Fact]
    [Trait("Fault", "67")]
    public void A_loss_that_is_no_number_stops_the_run_with_step_rate_and_rows()
    {
        using var run = new TinyRun();
        var options = new TrainingOptions { Epochs = 20, BatchSize = 4, LearningRate = 1e20, Schedule = new ScheduleOptions { Kind = ScheduleKind.Constant } };

        TrainingException error = Assert.Throws<TrainingException>(() => new Trainer(run.Classifier, options, run).Train());

        Assert.Contains("step ", error.Message, StringComparison.Ordinal);
        Assert.Contains("1e+20", error.Message, StringComparison.Ordinal);
        Assert.Contains("row ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Lower the learning rate", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "68")]
    public void Gradients_that_are_not_finite_update_nothing_and_are_counted()
    {
        using var run = new TinyRun();
        using var engine = new TrainingEngine(run.Classifier.Model, new TrainingOptions { UseDropout = false }, totalSteps: 10);
        Tensor poisoned = run.Classifier.Model.Weights.Find("classifier.bias")!.Tensor;
        float[] before;
        using (no_grad())
        {
            poisoned.fill_(float.PositiveInfinity);
            before = TinyRun.WeightsOf(run.Classifier);
        }

        using Graft.Data.Batching.Batch batch = run.CreateBatch([0, 1, 2], null);
        StepResult result = engine.Step([batch]);

        Assert.False(result.Applied);
        Assert.Equal(1, engine.SkippedSteps);
        Assert.Equal(0, engine.Optimizer.StepCount);
        Assert.Equal(before, TinyRun.WeightsOf(run.Classifier));

        // The schedule goes on where the weights are, not where the data is.
        using (no_grad())
        {
            poisoned.fill_(0);
        }

        Assert.Equal(result.LearningRate, engine.Step([batch]).LearningRate);
        Assert.True(engine.Step([batch]).LearningRate < result.LearningRate);
    }

    [Fact]
    public void A_log_entry_of_steps_that_were_all_left_out_has_no_loss()
    {
        using var run = new TinyRun();
        TrainingOptions options = new() { MaxSteps = 3, BatchSize = 22, LearningRate = 1e30, LoggingSteps = 1, MaxGradientNorm = 0, Schedule = new ScheduleOptions { Kind = ScheduleKind.Constant } };

        TrainingResult result = new Trainer(run.Classifier, options, run).Train();

        Assert.Equal(2, result.SkippedSteps);
        Assert.True(double.IsFinite(result.Log[0].Loss));
        Assert.True(double.IsNaN(result.Log[1].Loss));
    }

    [Fact]
    [Trait("Fault", "69")]
    public void Rows_without_a_label_give_a_loss_of_zero()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = randn(3, 2), targets = full(3, ClassificationLoss.IgnoredLabel, dtype: ScalarType.Int64);

        Assert.Equal(0f, new ClassificationLoss(Graft.Models.ProblemType.SingleLabel).Mean(logits, targets).item<float>());
    }

    [Fact]
    [Trait("Fault", "70")]
    public void A_metric_that_is_no_number_is_never_the_best()
    {
        using var run = new TinyRun();
        var scores = new Queue<double>([double.NaN, 0.2, double.NaN]);

        TrainingResult result = new Trainer(
            run.Classifier, new TrainingOptions { Epochs = 3, BatchSize = 8, BestMetric = "score" }, run, run,
            _ => new Dictionary<string, double> { ["score"] = scores.Dequeue() }).Train();

        Assert.Equal(2, result.Best!.Epoch);
    }

    [Fact]
    public void Without_a_folder_the_best_weights_come_back_from_memory()
    {
        using var run = new TinyRun();
        var scores = new Queue<double>([0.9, 0.1]);
        float[]? atBest = null;
        var keep = new Remember(() => atBest = TinyRun.WeightsOf(run.Classifier));

        new Trainer(
            run.Classifier, new TrainingOptions { Epochs = 2, BatchSize = 8, BestMetric = "score" }, run, run,
            _ => new Dictionary<string, double> { ["score"] = scores.Dequeue() }, [keep]).Train();

        Assert.Equal(atBest, TinyRun.WeightsOf(run.Classifier));
    }

    [Fact]
    public void Patience_ends_a_run_that_does_not_improve()
    {
        using var run = new TinyRun();
        var scores = new Queue<double>([0.9, 0.5, 0.4, 0.3, 0.2]);

        TrainingResult result = new Trainer(
            run.Classifier, new TrainingOptions { Epochs = 5, BatchSize = 8, BestMetric = "score", EarlyStoppingPatience = 2 }, run, run,
            _ => new Dictionary<string, double> { ["score"] = scores.Dequeue() }).Train();

        Assert.Equal(TrainingOutcome.StoppedEarly, result.Outcome);
        Assert.Equal(3, result.Evaluations.Count);
    }

    [Fact]
    public void A_frozen_trunk_keeps_its_weights()
    {
        using var run = new TinyRun();
        float[] before = run.Classifier.Model.Trunk.Weights.Entries[0].Tensor.data<float>().ToArray();

        new Trainer(run.Classifier, new TrainingOptions { Epochs = 1, BatchSize = 8, LearningRate = 0.01, FreezeTrunk = true }, run).Train();

        Assert.Equal(before, run.Classifier.Model.Trunk.Weights.Entries[0].Tensor.data<float>().ToArray());
    }

    [Fact]
    public void All_wrong_options_are_told_at_once()
    {
        TrainingOptionsException error = Assert.Throws<TrainingOptionsException>(
            () => new TrainingOptions { BatchSize = 0, LearningRate = -1, LabelSmoothing = 2 }.Validate());

        Assert.Equal(3, error.Problems.Count);
    }

    [Fact]
    public void Schedules_optimizers_and_choices_that_cannot_work_are_told()
    {
        var schedule = new ScheduleOptions
        {
            Kind = (ScheduleKind)99, Warmup = double.NaN, Cycles = -1, Power = double.PositiveInfinity, EndShare = 1, MinimumShare = 2, WarmupStartShare = -1,
            TimescaleSteps = 0, DecaySteps = -1, StableSteps = -1, WarmupShape = (RampShape)9, DecayShape = (RampShape)9,
        };
        TrainingOptions options = new()
        {
            Schedule = schedule, Optimizer = new AdamWOptions { Beta1 = 1, Beta2 = double.NaN, Epsilon = 0 }, Format = (ComputeFormat)99, Evaluation = (Cadence)99, Saving = (Cadence)99, BestMetric = null!,
        };

        Assert.Equal(12 + 3 + 4, Assert.Throws<TrainingOptionsException>(options.Validate).Problems.Count);
        Assert.Equal(2, Assert.Throws<TrainingOptionsException>(new TrainingOptions { Schedule = null!, Optimizer = null! }.Validate).Problems.Count);
        Assert.Single(Assert.Throws<TrainingOptionsException>(new TrainingOptions { LearningRate = 1e-8, Schedule = new ScheduleOptions { Kind = ScheduleKind.Polynomial } }.Validate).Problems);
        new TrainingOptions { Schedule = new ScheduleOptions { Kind = ScheduleKind.InverseSquareRoot } }.Validate();
    }

    [Fact]
    public void A_rate_that_is_no_number_updates_nothing()
    {
        using var run = new TinyRun();
        var schedule = new ScheduleOptions { Kind = ScheduleKind.InverseSquareRoot, TimescaleSteps = 0 };
        using var engine = new TrainingEngine(run.Classifier.Model, new TrainingOptions { UseDropout = false, Schedule = schedule }, totalSteps: 10);
        using Graft.Data.Batching.Batch batch = run.CreateBatch([0, 1, 2], null);
        float[] before = TinyRun.WeightsOf(run.Classifier);

        StepResult result = engine.Step([batch]);

        Assert.False(result.Applied);
        Assert.Equal(before, TinyRun.WeightsOf(run.Classifier));
    }

    [Fact]
    public void A_step_cut_into_micro_batches_is_the_whole_step()
    {
        using TinyRun whole = new(), cut = new();
        var options = new TrainingOptions { LearningRate = 0.01, UseDropout = false };
        using var one = new TrainingEngine(whole.Classifier.Model, options, totalSteps: 4);
        using var two = new TrainingEngine(cut.Classifier.Model, options, totalSteps: 4);
        using Graft.Data.Batching.Batch all = whole.CreateBatch([0, 1, 2, 3, 4], null), some = cut.CreateBatch([0, 1, 2], null), rest = cut.CreateBatch([3, 4], null);

        StepResult together = one.Step([all]), apart = two.Step([some, rest]);

        Assert.Equal(together.Loss, apart.Loss, 1e-6);
        Assert.Equal(together.GradientNorm, apart.GradientNorm, 1e-5);
    }

    private sealed class Remember(Action remember) : TrainingCallback
    {
        public override void OnEvaluated(EvaluationRecord record, bool isBest, TrainingControl control)
        {
            if (isBest)
            {
                remember();
            }
        }
    }
}
