using Graft.Data.Batching;
using Graft.Models;
using Graft.Tensors;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

/// <summary>A run that was stopped and goes on ends with the bits of one that was not.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"graft-{Guid.NewGuid():n}");

    [Theory]
    [InlineData(3, 1, 1, ComputeFormat.Float32)]
    [InlineData(4, 1, 2, ComputeFormat.Float32)]
    [InlineData(2, 3, 1, ComputeFormat.Float32)]
    [InlineData(5, 2, 2, ComputeFormat.Float32)]
    [InlineData(4, 2, 2, ComputeFormat.Bfloat16)]
    [Trait("Fault", "23")]
    [Trait("Fault", "24")]
    [Trait("Fault", "25")]
    public void Stopped_at_any_step_with_dropout_on_it_ends_bit_equal(int stopAfter, int accumulation, int threads, ComputeFormat format)
    {
        int before = torch.get_num_threads();
        torch.set_num_threads(threads);
        try
        {
            TrainingOptions options = Options() with { GradientAccumulation = accumulation, Format = format };
            using var whole = new TinyRun();
            TrainingResult uninterrupted = new Trainer(whole.Classifier, options with { OutputFolder = Path.Combine(_folder, "whole") }, whole, whole).Train();

            using var first = new TinyRun();
            string output = Path.Combine(_folder, "cut");
            TrainingResult cut = new Trainer(first.Classifier, options with { OutputFolder = output }, first, first, callbacks: [new StopAfter(stopAfter)]).Train();
            Assert.Equal(TrainingOutcome.Interrupted, cut.Outcome);
            Assert.Equal(stopAfter, cut.Steps);

            using var second = new TinyRun();
            TrainingResult resumed = new Trainer(second.Classifier, options with { OutputFolder = output }, second, second).Train(cut.LastCheckpoint);

            Assert.Equal(uninterrupted.Steps, resumed.Steps);
            Assert.Equal(TinyRun.WeightsOf(whole.Classifier), TinyRun.WeightsOf(second.Classifier));
            Assert.Equal(uninterrupted.Log.Select(entry => (entry.Step, entry.Loss, entry.GradientNorm, entry.LearningRate)), resumed.Log.Select(entry => (entry.Step, entry.Loss, entry.GradientNorm, entry.LearningRate)));
            Assert.Equal(uninterrupted.Evaluations.Select(record => record.Metrics["loss"]), resumed.Evaluations.Select(record => record.Metrics["loss"]));
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    [Fact]
    [Trait("Fault", "28")]
    public void Rows_of_steps_that_are_done_are_not_prepared_again()
    {
        using var first = new TinyRun();
        TrainingResult cut = new Trainer(first.Classifier, Options() with { OutputFolder = _folder }, first, callbacks: [new StopAfter(5)]).Train();
        using var second = new TinyRun();

        new Trainer(second.Classifier, Options() with { OutputFolder = _folder }, second).Train(cut.LastCheckpoint);

        // The rest of the first epoch, and the whole second one.
        int rest = EpochPlan.ForTraining(second, 4, groupByLength: true, Options().Seed, epoch: 0).Skip(5).Sum(batch => batch.Length);
        Assert.Equal(rest + second.Count, second.Prepared.Count);
    }

    [Fact]
    [Trait("Fault", "30")]
    public void Other_settings_or_data_are_refused_item_by_item()
    {
        using var first = new TinyRun();
        TrainingResult cut = new Trainer(first.Classifier, Options() with { OutputFolder = _folder }, first, callbacks: [new StopAfter(2)]).Train();
        using var other = new TinyRun(rows: 30);

        TrainingException error = Assert.Throws<TrainingException>(() => new Trainer(
            other.Classifier, Options() with { OutputFolder = _folder, BatchSize = 5 }, other).Train(cut.LastCheckpoint));

        Assert.Contains("rows: was 22, is 30", error.Message, StringComparison.Ordinal);
        Assert.Contains("batch size: was 4, is 5", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 2, "as it was", null)]
    [InlineData(2, 1, "as it was", "started with 2 threads and goes on with 1:")]
    [InlineData(1, 2, "as it was", "started with 1 thread and goes on with 2:")]
    [InlineData(2, 1, "before threads were noted", null)]
    [Trait("Fault", "66")]
    public void Another_number_of_threads_is_warned_of_once_and_refused_never(int started, int now, string checkpoint, string? warning)
    {
        int before = torch.get_num_threads();
        try
        {
            using TinyRun first = new(), second = new();
            torch.set_num_threads(started);
            TrainingResult cut = new Trainer(first.Classifier, Options() with { OutputFolder = _folder }, first, callbacks: [new StopAfter(2)]).Train();
            string state = File.ReadAllText(Path.Combine(cut.LastCheckpoint!, "graft_state.json"));
            Assert.Contains($"\"threads\": {started},", state, StringComparison.Ordinal);
            if (checkpoint != "as it was")
            {
                File.WriteAllText(Path.Combine(cut.LastCheckpoint!, "graft_state.json"), state.Replace($"\"threads\": {started},", "", StringComparison.Ordinal));
                CheckpointManifest.Write(cut.LastCheckpoint!, 2);
            }

            torch.set_num_threads(now);
            var warnings = new Warnings();
            TrainingResult resumed = new Trainer(second.Classifier, Options() with { OutputFolder = _folder }, second, callbacks: [warnings]).Train(_folder);

            Assert.Equal(TrainingOutcome.Completed, resumed.Outcome);
            Assert.Equal(warning is null ? 0 : 1, warnings.Texts.Count);
            Assert.All(warnings.Texts, text => Assert.Contains(warning!, text, StringComparison.Ordinal));
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    [Fact]
    [Trait("Fault", "31")]
    public void Checkpoints_hold_safetensors_and_json_only()
    {
        using var run = new TinyRun();

        TrainingResult result = new Trainer(run.Classifier, Options() with { OutputFolder = _folder }, run).Train();

        string[] endings = [.. Directory.GetFiles(result.LastCheckpoint!).Select(Path.GetExtension).Distinct().Order()!];
        Assert.Equal([".json", ".safetensors"], endings);
        Assert.Empty(Directory.GetDirectories(_folder, ".*"));
    }

    [Fact]
    [Trait("Fault", "30")]
    public void What_decides_which_weights_are_best_must_be_the_same_too()
    {
        using var first = new TinyRun();
        TrainingResult cut = new Trainer(first.Classifier, Options() with { OutputFolder = _folder }, first, first, callbacks: [new StopAfter(2)]).Train();
        using TinyRun second = new(), held = new(rows: 8);

        TrainingException error = Assert.Throws<TrainingException>(() => new Trainer(
            second.Classifier, Options() with { OutputFolder = _folder, EarlyStoppingPatience = 3, Evaluation = Cadence.Steps, EvaluationSteps = 2, LoadBestAtEnd = false }, second, held).Train(cut.LastCheckpoint));

        Assert.Contains("evaluation data: was 22 rows, ", error.Message, StringComparison.Ordinal);
        Assert.Contains("evaluations: was Epoch, is every 2 steps", error.Message, StringComparison.Ordinal);
        Assert.Contains("best metric: was loss, kept, is loss, not kept", error.Message, StringComparison.Ordinal);
        Assert.Contains("patience: was none, is 3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "checkpoint-24 checkpoint-6")]
    [InlineData(2, "checkpoint-18 checkpoint-24 checkpoint-6")]
    [Trait("Fault", "26")]
    public void The_keep_limit_never_removes_the_best_or_the_newest(int limit, string kept)
    {
        using var run = new TinyRun();
        var falling = new Queue<double>([0.9, 0.5, 0.4, 0.3]);

        TrainingResult result = new Trainer(
            run.Classifier, Options() with { OutputFolder = _folder, Epochs = 4, CheckpointLimit = limit, BestMetric = "score" }, run, run,
            _ => new Dictionary<string, double> { ["score"] = falling.Dequeue() }).Train();

        Assert.Equal(1, result.Best!.Epoch);
        Assert.Equal(kept.Split(' '), Directory.GetDirectories(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    [Trait("Fault", "23")]
    public void A_run_that_was_killed_after_its_patience_had_ended_makes_no_further_step()
    {
        using TinyRun whole = new(), resumed = new();
        TrainingOptions options = Options() with { OutputFolder = _folder, Epochs = 5, BestMetric = "score", EarlyStoppingPatience = 2, LoadBestAtEnd = false };
        var falling = new Queue<double>([0.9, 0.5, 0.4]);

        // Its checkpoints are what a kill behind the training, while the test part is predicted, would leave.
        TrainingResult early = new Trainer(whole.Classifier, options, whole, whole, _ => new Dictionary<string, double> { ["score"] = falling.Dequeue() }).Train();
        TrainingResult again = new Trainer(resumed.Classifier, options, resumed, resumed, _ => new Dictionary<string, double> { ["score"] = falling.Dequeue() }).Train(_folder);

        Assert.Equal((TrainingOutcome.StoppedEarly, TrainingOutcome.StoppedEarly), (early.Outcome, again.Outcome));
        Assert.Equal(early.Steps, again.Steps);
        Assert.Equal(TinyRun.WeightsOf(whole.Classifier), TinyRun.WeightsOf(resumed.Classifier));
        Assert.Empty(resumed.Prepared);
    }

    [Fact]
    [Trait("Fault", "27")]
    public void A_best_checkpoint_that_is_gone_leaves_the_last_weights()
    {
        using var run = new TinyRun();
        var falling = new Queue<double>([0.9, 0.5]);
        var remove = new RemoveAtLastStep(_folder);
        var heard = new Warnings();

        TrainingResult result = new Trainer(
            run.Classifier, Options() with { OutputFolder = _folder, BestMetric = "score" }, run, run,
            _ => new Dictionary<string, double> { ["score"] = falling.Dequeue() }, [remove, heard]).Train();

        Assert.Equal(TrainingOutcome.Completed, result.Outcome);
        Assert.Equal(1, result.Best!.Epoch);
        Assert.False(result.BestIsLoaded);
        Assert.Equal("The best checkpoint checkpoint-6 is gone or damaged: the last weights stay.", Assert.Single(heard.Texts));
        using PretrainedClassifier last = PretrainedClassifier.Load(result.LastCheckpoint!);
        Assert.Equal("checkpoint-12", Path.GetFileName(result.LastCheckpoint));
        Assert.Equal(TinyRun.WeightsOf(last), TinyRun.WeightsOf(run.Classifier));
    }

    [Fact]
    public void The_best_weights_of_before_a_resume_without_a_folder_are_missed_aloud()
    {
        using TinyRun first = new(), second = new();
        TrainingOptions options = Options() with { BestMetric = "score" };
        var falling = new Queue<double>([0.9, 0.5]);
        new Trainer(first.Classifier, options with { OutputFolder = _folder }, first, first, _ => Score(), [new StopAfter(7)]).Train();
        var heard = new Warnings();

        TrainingResult result = new Trainer(second.Classifier, options, second, second, _ => Score(), [heard]).Train(_folder);

        Assert.Equal(1, result.Best!.Epoch);
        Assert.False(result.BestIsLoaded);
        Assert.Contains(heard.Texts, text => text.Contains("not kept in memory", StringComparison.Ordinal));

        Dictionary<string, double> Score() => new() { ["score"] = falling.Dequeue() };
    }

    [Fact]
    [Trait("Fault", "22")]
    public void The_same_step_saved_again_takes_the_earlier_ones_place()
    {
        using TinyRun run = new(), again = new();
        TrainingOptions options = Options() with { OutputFolder = _folder, MaxSteps = 2 };
        TrainingResult once = new Trainer(run.Classifier, options, run).Train();

        TrainingResult twice = new Trainer(again.Classifier, options with { LearningRate = 0.02 }, again).Train();

        Assert.Equal(once.LastCheckpoint, twice.LastCheckpoint);
        using PretrainedClassifier saved = PretrainedClassifier.Load(twice.LastCheckpoint!);
        Assert.NotEqual(TinyRun.WeightsOf(run.Classifier), TinyRun.WeightsOf(again.Classifier));
        Assert.Equal(TinyRun.WeightsOf(again.Classifier), TinyRun.WeightsOf(saved));
        Assert.Equal([twice.LastCheckpoint], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_new_run_takes_the_place_of_one_that_has_ended()
    {
        using TinyRun run = new(), again = new(), resumed = new();
        TrainingOptions options = Options() with { OutputFolder = _folder };
        new Trainer(run.Classifier, options, run).Train();

        // Of fewer steps: the last one's checkpoint would be the newest for ever.
        TrainingOptions shorter = options with { Epochs = 1.5, LearningRate = 0.02 };
        TrainingResult cut = new Trainer(again.Classifier, shorter, again, callbacks: [new StopAfter(8)]).Train();

        Assert.Equal(["checkpoint-6", "checkpoint-8"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
        TrainingResult result = new Trainer(resumed.Classifier, shorter, resumed).Train(_folder);
        Assert.Equal((TrainingOutcome.Completed, 9), (result.Outcome, result.Steps));
        Assert.Equal(8, cut.Steps);
    }

    [Fact]
    public void A_new_run_takes_the_place_of_one_whose_patience_had_ended()
    {
        using TinyRun run = new(), again = new();
        TrainingOptions options = Options() with { OutputFolder = _folder, Epochs = 5, BestMetric = "score", EarlyStoppingPatience = 1 };
        var falling = new Queue<double>([0.9, 0.5]);
        Assert.Equal(TrainingOutcome.StoppedEarly, new Trainer(run.Classifier, options, run, run, _ => new Dictionary<string, double> { ["score"] = falling.Dequeue() }).Train().Outcome);

        new Trainer(again.Classifier, options with { MaxSteps = 1 }, again, again, _ => new Dictionary<string, double> { ["score"] = 1 }).Train();

        Assert.Equal(["checkpoint-1"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_new_run_is_refused_where_another_could_go_on(bool isDamaged)
    {
        using TinyRun run = new(), again = new();
        TrainingOptions options = Options() with { OutputFolder = _folder };
        TrainingResult cut = new Trainer(run.Classifier, options, run, callbacks: [new StopAfter(8)]).Train();
        if (isDamaged)
        {
            File.Delete(Path.Combine(cut.LastCheckpoint!, "graft_state.json"));
        }

        TrainingException error = Assert.Throws<TrainingException>(() => new Trainer(again.Classifier, options with { MaxSteps = 1, CheckpointLimit = 1 }, again).Train());

        Assert.Contains("checkpoint-8", error.Message, StringComparison.Ordinal);
        Assert.Contains("resumeFrom", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(["checkpoint-6", "checkpoint-8"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
        Assert.Empty(again.Prepared);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static TrainingOptions Options() => new()
    {
        Epochs = 2, BatchSize = 4, LearningRate = 0.01, LoggingSteps = 3, Schedule = new ScheduleOptions { Kind = ScheduleKind.Cosine, Warmup = 0.1 },
    };

    private sealed class Warnings : TrainingCallback
    {
        public List<string> Texts { get; } = [];

        public override void OnWarning(string text) => Texts.Add(text);
    }

    private sealed class RemoveAtLastStep(string folder) : TrainingCallback
    {
        public override void OnStep(int step, double epoch, StepResult result, TrainingControl control)
        {
            if (step == 12)
            {
                Directory.Delete(Path.Combine(folder, "checkpoint-6"), recursive: true);
            }
        }
    }
}
