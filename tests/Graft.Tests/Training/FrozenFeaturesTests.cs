using Graft.Models;
using Graft.Training;

namespace Graft.Tests.Training;

public sealed class FrozenFeaturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_head_ends_as_it_does_under_a_trunk_that_runs_each_time()
    {
        using TinyRun known = new(), run = new();
        TrainingOptions options = Options() with { UseDropout = false, GroupByLength = false };
        float[] before = HeadOf(known);

        TrainingResult one = new Trainer(known.Classifier, options, known, known).Train();
        TrainingResult two = new Trainer(run.Classifier, options with { FreezeTrunk = false, FrozenDepth = 1000 }, run, run).Train();

        Assert.NotEqual(before, HeadOf(known));
        Assert.All(HeadOf(known).Zip(HeadOf(run)), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal(two.Evaluations.Count, one.Evaluations.Count);
        Assert.All(one.Evaluations.Zip(two.Evaluations), pair => Assert.Equal(pair.First.Metrics["loss"], pair.Second.Metrics["loss"], 1e-6));
    }

    [Fact]
    public void The_trunk_sees_each_row_once_however_many_epochs_there_are()
    {
        using TinyRun run = new(), held = new(rows: 7);
        var listener = new Listener();

        new Trainer(run.Classifier, Options() with { Epochs = 5, EvaluationBatchSize = 4 }, run, held, callbacks: [listener]).Train();

        Assert.Equal(Enumerable.Range(0, run.Count), run.Prepared.Order());
        Assert.Equal(Enumerable.Range(0, held.Count), held.Prepared.Order());
        Assert.Equal((run.Count + held.Count, run.Count + held.Count), listener.Features[^1]);
        Assert.True(listener.Features.Count > 2);
    }

    [Fact]
    public void All_weights_but_those_of_the_head_stay_as_they_were()
    {
        using var run = new TinyRun();
        float[] before = TrunkOf(run), head = HeadOf(run);

        new Trainer(run.Classifier, Options(), run).Train();

        Assert.Equal(before, TrunkOf(run));
        Assert.NotEqual(head, HeadOf(run));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9)]
    [Trait("Fault", "23")]
    public void A_run_that_was_stopped_ends_with_the_bits_of_one_that_was_not(int stopAfter)
    {
        using TinyRun whole = new(), first = new(), second = new();
        string output = _folder.At("cut");
        TrainingResult uninterrupted = new Trainer(whole.Classifier, Options() with { OutputFolder = _folder.At("whole") }, whole, whole).Train();
        TrainingResult cut = new Trainer(first.Classifier, Options() with { OutputFolder = output }, first, first, callbacks: [new StopAfter(stopAfter)]).Train();
        Assert.Equal(TrainingOutcome.Interrupted, cut.Outcome);

        TrainingResult resumed = new Trainer(second.Classifier, Options() with { OutputFolder = output }, second, second).Train(cut.LastCheckpoint);

        Assert.Equal(TinyRun.WeightsOf(whole.Classifier), TinyRun.WeightsOf(second.Classifier));
        Assert.Equal(uninterrupted.Evaluations.Select(record => record.Metrics["loss"]), resumed.Evaluations.Select(record => record.Metrics["loss"]));
    }

    [Fact]
    [Trait("Fault", "29")]
    public void Stopped_while_the_features_are_computed_it_ends_as_interrupted()
    {
        using var run = new TinyRun();
        using var stop = new CancellationTokenSource();
        float[] before = HeadOf(run);

        TrainingResult result = new Trainer(
            run.Classifier, Options() with { OutputFolder = _folder.Path, EvaluationBatchSize = 4 }, run, callbacks: [new Listener { AtFeatures = stop.Cancel }]).Train(cancellation: stop.Token);

        Assert.Equal(TrainingOutcome.Interrupted, result.Outcome);
        Assert.Equal(0, result.Steps);
        Assert.Null(result.LastCheckpoint);
        Assert.Equal(before, HeadOf(run));
    }

    [Fact]
    public void What_would_change_the_features_is_refused()
    {
        TrainingOptionsException error = Assert.Throws<TrainingOptionsException>(
            () => (Options() with { Augment = true, UpdateBatchStatistics = true }).Validate());

        Assert.Equal(2, error.Problems.Count);
    }

    [Fact]
    public void An_estimate_leaves_the_model_as_it_is()
    {
        using var run = new TinyRun();
        float[] before = TinyRun.WeightsOf(run.Classifier);

        TrainingEstimate estimate = new Trainer(run.Classifier, Options(), run, run).Estimate();

        Assert.True(estimate.Duration > TimeSpan.Zero && estimate.MemoryBytes > 0);
        Assert.Equal(before, TinyRun.WeightsOf(run.Classifier));
    }

    public void Dispose() => _folder.Dispose();

    private static float[] HeadOf(TinyRun run) => WeightsOf(run, isHead: true);

    private static float[] TrunkOf(TinyRun run) => WeightsOf(run, isHead: false);

    private static float[] WeightsOf(TinyRun run, bool isHead) =>
        [.. run.Classifier.Model.Weights.Entries.Where(entry => entry.Part == WeightPart.Head == isHead).SelectMany(entry => entry.Tensor.data<float>().ToArray())];

    private static TrainingOptions Options() => new()
    {
        Epochs = 3, BatchSize = 4, LearningRate = 0.01, FreezeTrunk = true, Schedule = new ScheduleOptions { Kind = ScheduleKind.Cosine, Warmup = 0.1 },
    };

    private sealed class Listener : TrainingCallback
    {
        public Action? AtFeatures { get; init; }

        public List<(int Done, int Total)> Features { get; } = [];

        public override void OnFeatures(int done, int total)
        {
            Features.Add((done, total));
            AtFeatures?.Invoke();
        }
    }
}
