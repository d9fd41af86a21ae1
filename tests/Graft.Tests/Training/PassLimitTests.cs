using Graft.Data.Batching;
using Graft.Jobs;
using Graft.Jobs.Events;
using Graft.Models;
using Graft.Tests.Models;
using Graft.Training;
using static TorchSharp.torch;

namespace Graft.Tests.Training;

/// <summary>Where the memory does not hold a batch, the same steps are done in more passes. Tensors are counted: these tests run alone.</summary>
[Collection(nameof(TensorLifetimeTests))]
public sealed class PassLimitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(4, 1, 2, 0, ShortOfMemory.Forward, 1)]
    [InlineData(7, 1, 2, 1, ShortOfMemory.Forward, 2)]
    [InlineData(4, 3, 1, 4, ShortOfMemory.Forward, 2)]
    [InlineData(5, 2, 3, 1, ShortOfMemory.Backward, 1)]
    [InlineData(5, 2, 3, 1, ShortOfMemory.SecondRun, 1)]
    public void The_weights_are_those_of_whole_batches(int batchSize, int accumulation, int mostRows, int freePasses, ShortOfMemory where, int loweredAt)
    {
        using TinyRun whole = new(), cut = new();
        TrainingOptions options = Options() with { BatchSize = batchSize, GradientAccumulation = accumulation, UseDropout = false };
        (PretrainedClassifier classifier, ScarceMemory memory) = ScarceMemory.Of(cut, mostRows, where, freePasses);
        var told = new List<(int Step, int Rows)>();

        TrainingResult expected = new Trainer(whole.Classifier, options, whole).Train();
        TrainingResult result = new Trainer(classifier, options with { LowerBatchSize = true }, cut, callbacks: [new Listener(told)]).Train();

        Assert.Null(expected.RowsPerPass);
        Assert.InRange(result.RowsPerPass!.Value, 1, mostRows);
        Assert.Equal(loweredAt, result.BatchLoweredAt);
        Assert.Equal([(loweredAt, result.RowsPerPass.Value)], told);
        Assert.True(result.Steps >= 4);
        Assert.Equal(expected.Steps, result.Steps);
        Assert.Equal(TinyRun.WeightsOf(whole.Classifier).Length, TinyRun.WeightsOf(cut.Classifier).Length);
        Assert.Equal(0, TinyRun.WeightsOf(whole.Classifier).Zip(TinyRun.WeightsOf(cut.Classifier)).Max(pair => Math.Abs(pair.First - pair.Second)), 1e-5f);
        Assert.All(expected.Log.Zip(result.Log), pair => Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-5));

        // What failed was a pass of one batch at most for each halving; everything else fits.
        Assert.InRange(memory.Passes.Skip(freePasses).Count(rows => rows > mostRows), 1, 3);
    }

    [Fact]
    public void A_step_begun_anew_has_the_masks_of_one_that_was_cut_from_the_start()
    {
        using TinyRun first = new(), second = new();
        (PretrainedClassifier classifier, _) = ScarceMemory.Of(second, mostRows: 2, freePasses: 1);
        TrainingOptions options = Options() with { LowerBatchSize = true };
        using var cut = new TrainingEngine(first.Classifier.Model, options, totalSteps: 4);
        using var lowered = new TrainingEngine(classifier.Model, options, totalSteps: 4);
        cut.Passes.Rows = 2;

        for (int step = 0; step < 3; step++)
        {
            using Batch one = first.CreateBatch([0, 1, 2], null), two = first.CreateBatch([3, 4, 5, 6], null);
            Assert.Equal(cut.Step([one, two]), lowered.Step([one, two]));
        }

        Assert.Equal(2, lowered.Passes.Rows);
        Assert.Equal(12, lowered.MicroBatches);
        Assert.Equal(TinyRun.WeightsOf(first.Classifier), TinyRun.WeightsOf(second.Classifier));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public void Stopped_before_or_after_the_memory_ran_out_it_ends_bit_equal(int stopAfter, bool isAskedOnce)
    {
        TrainingOptions options = Options() with { LowerBatchSize = true };
        using TinyRun whole = new(), first = new(), second = new();
        (PretrainedClassifier classifier, ScarceMemory memory) = ScarceMemory.Of(whole, mostRows: 4);
        TrainingResult uninterrupted = new Trainer(
            classifier, options with { OutputFolder = _folder.At("whole") }, whole, whole, callbacks: [new FromStep(3, () => memory.MostRows = 1)]).Train();
        Assert.Equal((1, 3), (uninterrupted.RowsPerPass, uninterrupted.BatchLoweredAt));

        (classifier, memory) = ScarceMemory.Of(first, mostRows: 4);
        string output = _folder.At("cut");
        TrainingResult cut = new Trainer(
            classifier, options with { OutputFolder = output }, first, first, callbacks: [new FromStep(3, () => memory.MostRows = 1), new StopAfter(stopAfter)]).Train();
        Assert.Equal(TrainingOutcome.Interrupted, cut.Outcome);

        // Where the memory had run out before, there may be enough of it now, and the option may be left out.
        (classifier, ScarceMemory later) = ScarceMemory.Of(second, mostRows: stopAfter < 3 ? 4 : int.MaxValue);
        TrainingResult resumed = new Trainer(
            classifier, options with { OutputFolder = output, LowerBatchSize = !isAskedOnce }, second, second,
            callbacks: stopAfter < 3 ? [new FromStep(3, () => later.MostRows = 1)] : []).Train(cut.LastCheckpoint);

        Assert.Equal((1, 3), (resumed.RowsPerPass, resumed.BatchLoweredAt));
        Assert.Equal(TinyRun.WeightsOf(whole.Classifier), TinyRun.WeightsOf(second.Classifier));
        Assert.Equal(
            uninterrupted.Log.Select(entry => (entry.Step, entry.Loss, entry.GradientNorm)), resumed.Log.Select(entry => (entry.Step, entry.Loss, entry.GradientNorm)));
    }

    [Fact]
    public void A_checkpoint_that_does_not_say_goes_on_with_whole_batches()
    {
        using TinyRun first = new(), second = new();
        (PretrainedClassifier classifier, _) = ScarceMemory.Of(first, mostRows: 2);
        TrainingOptions options = Options() with { OutputFolder = _folder.Path, LowerBatchSize = true };
        TrainingResult cut = new Trainer(classifier, options, first, callbacks: [new StopAfter(2)]).Train();
        string path = Path.Combine(cut.LastCheckpoint!, "graft_state.json"), state = File.ReadAllText(path);
        Assert.Contains("\"rows_per_pass\": 2,", state, StringComparison.Ordinal);
        File.WriteAllText(path, state.Replace("\"rows_per_pass\": 2,", "", StringComparison.Ordinal).Replace("\"batch_lowered_at\": 1,", "", StringComparison.Ordinal));
        CheckpointManifest.Write(cut.LastCheckpoint!, 2);

        TrainingResult resumed = new Trainer(second.Classifier, options, second).Train(cut.LastCheckpoint);

        Assert.Equal(TrainingOutcome.Completed, resumed.Outcome);
        Assert.Null(resumed.RowsPerPass);
        Assert.Null(resumed.BatchLoweredAt);
    }

    [Theory]
    [InlineData(ShortOfMemory.Forward)]
    [InlineData(ShortOfMemory.Backward)]
    [InlineData(ShortOfMemory.SecondRun)]
    public void One_row_that_does_not_fit_ends_the_run(ShortOfMemory where)
    {
        using var run = new TinyRun();
        (PretrainedClassifier classifier, ScarceMemory memory) = ScarceMemory.Of(run, mostRows: 0, where, freePasses: 1);

        TrainingException error = Assert.Throws<TrainingException>(() => new Trainer(
            classifier, Options() with { BatchSize = 5, GradientAccumulation = 2, LowerBatchSize = true }, run).Train());

        Assert.Contains("one row", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("batch size", error.Remedy, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("maximum length", error.Remedy, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
        Assert.Equal([5, 5, 3, 2, 1], memory.Passes);
        Assert.All(run.Classifier.Model.Weights.Entries, entry => Assert.Null(entry.Tensor.grad));
    }

    [Theory]
    [InlineData(ShortOfMemory.Forward)]
    [InlineData(ShortOfMemory.Backward)]
    [InlineData(ShortOfMemory.SecondRun)]
    public void Who_did_not_ask_for_it_is_told_of_the_option(ShortOfMemory where)
    {
        using var run = new TinyRun();
        (PretrainedClassifier classifier, ScarceMemory memory) = ScarceMemory.Of(run, mostRows: 2, where);

        TrainingException error = Assert.Throws<TrainingException>(() => new Trainer(classifier, Options(), run).Train());

        Assert.Contains("--lower-batch-size", error.Remedy, StringComparison.Ordinal);
        Assert.Contains(nameof(TrainingOptions.LowerBatchSize), error.Remedy, StringComparison.Ordinal);
        Assert.Equal([4], memory.Passes);
    }

    [Fact]
    public void Statistics_of_whole_batches_are_refused()
    {
        TrainingOptionsException error = Assert.Throws<TrainingOptionsException>(
            () => (Options() with { LowerBatchSize = true, UpdateBatchStatistics = true }).Validate());

        Assert.Contains(nameof(TrainingOptions.LowerBatchSize), Assert.Single(error.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_are_those_of_whole_batches()
    {
        using var run = new TinyRun();
        (PretrainedClassifier classifier, ScarceMemory memory) = ScarceMemory.Of(run, mostRows: 3);
        TrainingOptions options = Options() with { EvaluationBatchSize = 8 };
        EvaluationOutput whole = new Trainer(run.Classifier, options).Predict(run);

        EvaluationOutput cut = new Trainer(classifier, options with { LowerBatchSize = true }).Predict(run);

        Assert.All(whole.Logits.Zip(cut.Logits), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal(whole.Loss, cut.Loss, 1e-6);
        Assert.Equal([8, 4, 2], memory.Passes.Take(3));
        Assert.All(memory.Passes.Skip(2), rows => Assert.InRange(rows, 1, 2));
        Assert.Throws<TrainingException>(() => new Trainer(classifier, options).Predict(run));
    }

    [Fact]
    public void Features_of_a_frozen_trunk_are_those_of_whole_batches()
    {
        using TinyRun whole = new(), cut = new();
        TrainingOptions options = Options() with { EvaluationBatchSize = 8, FreezeTrunk = true };
        (PretrainedClassifier classifier, ScarceMemory memory) = ScarceMemory.Of(cut, mostRows: 3);

        new Trainer(whole.Classifier, options, whole).Train();
        TrainingResult result = new Trainer(classifier, options with { LowerBatchSize = true }, cut).Train();

        Assert.Equal([8, 4, 2], memory.Passes.Take(3));
        Assert.Null(result.RowsPerPass);
        Assert.Equal(0, TinyRun.WeightsOf(whole.Classifier).Zip(TinyRun.WeightsOf(cut.Classifier)).Max(pair => Math.Abs(pair.First - pair.Second)), 1e-5f);
    }

    [Fact]
    public void Passes_without_gradients_name_the_batch_size_that_is_theirs()
    {
        using var run = new TinyRun();
        (PretrainedClassifier classifier, ScarceMemory memory) = ScarceMemory.Of(run, mostRows: 4);
        TrainingOptions options = Options() with { EvaluationBatchSize = 6 };

        // After an epoch of batches that fit.
        TrainingException[] errors =
        [
            Assert.Throws<TrainingException>(() => new Trainer(classifier, options, run).Evaluate(run)),
            Assert.Throws<TrainingException>(() => new Trainer(classifier, options, run).Predict(run)),
            Assert.Throws<TrainingException>(() => new Trainer(classifier, options, run, run).Train()),
            Assert.Throws<TrainingException>(() => new Trainer(classifier, options with { FreezeTrunk = true }, run).Train()),
        ];

        Assert.All(errors, error => Assert.StartsWith("Lower the batch size (6; TrainingOptions.EvaluationBatchSize)", error.Remedy, StringComparison.Ordinal));
        Assert.Contains(4, memory.Passes);
    }

    [Fact]
    public void An_estimate_is_made_all_the_same()
    {
        using var run = new TinyRun();
        (PretrainedClassifier classifier, _) = ScarceMemory.Of(run, mostRows: 2);

        Assert.True(new Trainer(classifier, Options() with { LowerBatchSize = true }, run).Estimate().Duration > TimeSpan.Zero);
        Assert.Throws<TrainingException>(() => new Trainer(classifier, Options(), run).Estimate());
    }

    [Theory]
    [InlineData(ShortOfMemory.Forward)]
    [InlineData(ShortOfMemory.Backward)]
    [InlineData(ShortOfMemory.SecondRun)]
    public void Passes_that_failed_leave_no_tensor_behind(ShortOfMemory where)
    {
        using var run = new TinyRun();
        (PretrainedClassifier classifier, ScarceMemory memory) = ScarceMemory.Of(run, mostRows: 1, where);
        using var engine = new TrainingEngine(classifier.Model, Options() with { LowerBatchSize = true }, totalSteps: 8);
        using Batch batch = run.CreateBatch([0, 1, 2, 3, 4], null);
        engine.Step([batch]);
        const int Rounds = 3;
        var grown = new List<long>();
        for (int i = 0; i < Rounds; i++)
        {
            long before = LiveTensors();
            engine.Passes.Rows = null;
            engine.Step([batch]);
            grown.Add(LiveTensors() - before);
        }

        // What fused steps of the last pass handed over goes with the next one. Garbage of other tests may go in between; a leak shows in each round.
        Assert.Contains(0, grown);
        Assert.Equal((Rounds + 1) * 3, memory.Passes.Count(rows => rows > 1));
    }

    [Fact]
    public void A_thread_that_has_trained_holds_no_gradient_after_it()
    {
        using var run = new TinyRun();
        new Trainer(run.Classifier, Options(), run).Train();
        Graft.Layers.Fused.KeptTensors.HandOver();
        long before = LiveTensors();

        new Trainer(run.Classifier, Options(), run).Train();

        Assert.Equal(before, LiveTensors());
    }

    [Fact]
    public void A_job_tells_step_and_rows()
    {
        var told = new List<JobEvent>();
        new TrainJobCallback(told.Add, _ => { }, _ => throw new InvalidOperationException(), rowsPerStep: 4).OnBatchLowered(7, 2);

        Assert.Equal([new BatchLowered(7, 2)], told);
        Assert.StartsWith("""{"event":"batch_lowered",""", System.Text.Json.JsonSerializer.Serialize(told[0]), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    // Without those that tests before this one left to the collector: what a finalizer lets go may have one of its own.
    private static long LiveTensors()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Tensor.TotalCount;
    }

    private static TrainingOptions Options() => new() { Epochs = 2, BatchSize = 4, LearningRate = 1e-3, Seed = 7, LoggingSteps = 1, Saving = Cadence.Epoch };

    private sealed class Listener(List<(int Step, int Rows)> told) : TrainingCallback
    {
        public override void OnBatchLowered(int step, int rowsPerPass) => told.Add((step, rowsPerPass));
    }

    // Does something before a step is run, the first one of a run that goes on included.
    private sealed class FromStep(int step, Action act) : TrainingCallback
    {
        public override void OnStart(TrainingPlan plan)
        {
            if (plan.FirstStep == step - 1)
            {
                act();
            }
        }

        public override void OnStep(int done, double epoch, StepResult result, TrainingControl control)
        {
            if (done == step - 1)
            {
                act();
            }
        }
    }
}
