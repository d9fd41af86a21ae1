using Graft.Data.Batching;
using Graft.Models;
using Graft.Pipelines;
using Graft.Tensors;
using Graft.Tests.Tensors;
using Graft.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Training;

/// <summary>Training and prediction on a device other than the processor, by one that only pretends to be one. Kernels of our own that are entered fail there.</summary>
public sealed class DeviceTrainingTests : IDisposable
{
    private const int RowsAStep = 4;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("bert", 1, false)]
    [InlineData("bert", 2, false)]
    [InlineData("bert", 1, true)]
    [InlineData("vit", 1, false)]
    public void Losses_and_weights_are_those_of_the_processor_and_copies_are_the_batches_alone(string family, int accumulation, bool checkpointed)
    {
        TrainingOptions options = Options() with { UseDropout = false, GradientAccumulation = accumulation, CheckpointActivations = checkpointed, LoggingSteps = 1, ClassWeights = [1, 2] };
        var device = new FakeDevice();
        (PretrainedClassifier here, IBatchSource rows) = Run(family);
        (PretrainedClassifier there, IBatchSource sameRows) = Run(family);
        using IDisposable first = (IDisposable)rows, second = (IDisposable)sameRows;

        TrainingResult expected = new Trainer(here, options, rows).Train();
        TrainingResult actual = new Trainer(there, options, sameRows) { Device = device }.Train();

        Assert.Equal(options.TotalSteps(rows.Count), actual.Log.Count);
        Assert.All(expected.Log.Zip(actual.Log), pair => Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-5));
        Assert.All(expected.Log.Zip(actual.Log), pair => Assert.Equal(pair.First.GradientNorm, pair.Second.GradientNorm, 1e-4 * (1 + pair.First.GradientNorm)));
        AssertNear(here, there, 1e-4f);

        // The last batches of an epoch may be fewer than a step's.
        int weights = there.Model.Weights.Entries.Count, batches = 2 * ((rows.Count + RowsAStep - 1) / RowsAStep), perBatch = family == "bert" ? 3 : 2;
        Assert.Equal(weights + 1 + batches * perBatch, device.Sent);
        Assert.Equal(batches * perBatch, device.Pinned);
        Assert.Equal(weights + actual.Steps, device.Fetched);
    }

    [Fact]
    public void The_update_is_that_of_the_kernel()
    {
        using DisposeScope scope = NewDisposeScope();
        using TinyRun run = new();
        WeightEntry entry = run.Classifier.Model.Weights.Entries[0];
        using Tensor gradient = randn(entry.Tensor.shape);
        using OptimizedParameter one = new(entry, 1, 0.1, rand(entry.Tensor.shape)), two = new(entry, 1, 0.1, one.Values.clone());
        var kernel = new AdamWKernel(0.999f, 0.01f, 0.9f, 0.999f, 1.5f, 1e-8f, 0.5f);
        for (int step = 0; step < 3; step++)
        {
            kernel.Update(one.Values.Floats(), gradient.Floats(), one.Means.Floats(), one.Squares.Floats());
            AdamWOperations.Update(kernel, two, gradient);
        }

        AssertNear(one.Values.Floats().ToArray(), two.Values.Floats().ToArray(), 1e-6f);
        AssertNear(one.Means.Floats().ToArray(), two.Means.Floats().ToArray(), 1e-6f);
        AssertNear(one.Squares.Floats().ToArray(), two.Squares.Floats().ToArray(), 1e-6f);
        AssertNear(two.Values.Floats().ToArray(), entry.Tensor.Floats().ToArray(), 0);
        Assert.Equal(Math.Sqrt(2 * AdamWKernel.SumOfSquares(gradient.Floats())), AdamWOperations.Norm([gradient, gradient]).item<double>(), 1e-4);
    }

    [Theory]
    [InlineData(ComputeFormat.Float32)]
    [InlineData(ComputeFormat.Auto)]
    public void A_run_that_was_stopped_there_goes_on_with_the_bits_of_one_that_was_not(ComputeFormat format)
    {
        using TinyRun whole = new(), first = new(), second = new();
        TrainingOptions options = Options() with { Format = format };
        string output = _folder.At("cut");
        TrainingResult uninterrupted = new Trainer(whole.Classifier, options with { OutputFolder = _folder.At("whole") }, whole, whole) { Device = Fake() }.Train();

        TrainingResult cut = new Trainer(first.Classifier, options with { OutputFolder = output }, first, first, callbacks: [new StopAfter(4)]) { Device = Fake() }.Train();
        TrainingResult resumed = new Trainer(second.Classifier, options with { OutputFolder = output }, second, second) { Device = Fake() }.Train(cut.LastCheckpoint);

        Assert.Equal(TrainingOutcome.Interrupted, cut.Outcome);
        Assert.Equal(TinyRun.WeightsOf(whole.Classifier), TinyRun.WeightsOf(second.Classifier));
        Assert.Equal(uninterrupted.Log.Select(entry => (entry.Step, entry.Loss, entry.GradientNorm)), resumed.Log.Select(entry => (entry.Step, entry.Loss, entry.GradientNorm)));
        Assert.Equal(uninterrupted.Evaluations.Select(record => record.Metrics["loss"]), resumed.Evaluations.Select(record => record.Metrics["loss"]));
    }

    [Fact]
    public void A_run_goes_on_on_another_device_with_a_warning()
    {
        using TinyRun first = new(), second = new();
        TrainingOptions options = Options() with { OutputFolder = _folder.At("run") };
        TrainingResult cut = new Trainer(first.Classifier, options, first, callbacks: [new StopAfter(2)]) { Device = new FakeDevice() }.Train();
        var warnings = new Warnings();

        TrainingResult resumed = new Trainer(second.Classifier, options, second, callbacks: [warnings]).Train(cut.LastCheckpoint);

        Assert.Equal(TrainingOutcome.Completed, resumed.Outcome);
        Assert.Contains("started on fake and continues on cpu", Assert.Single(warnings.Texts), StringComparison.Ordinal);
    }

    [Fact]
    public void Bfloat16_is_taken_there_without_measuring_and_the_weights_end_in_single_precision()
    {
        using TinyRun here = new(), there = new();
        TrainingOptions options = Options() with { UseDropout = false, LoggingSteps = 1, Format = ComputeFormat.Bfloat16 };

        TrainingResult expected = new Trainer(here.Classifier, options, here).Train();
        TrainingResult actual = new Trainer(there.Classifier, options with { Format = ComputeFormat.Auto }, there) { Device = Fake() }.Train();

        Assert.All(expected.Log.Zip(actual.Log), pair => Assert.Equal(pair.First.Loss, pair.Second.Loss, 0.02));
        Assert.All(there.Classifier.Model.Weights.Entries, entry => Assert.Equal(ScalarType.Float32, entry.Tensor.dtype));
        Assert.NotEqual(TinyRun.WeightsOf(here.Classifier), TinyRun.WeightsOf(there.Classifier));
    }

    [Fact]
    public void Layers_that_run_again_draw_the_same_masks()
    {
        using TinyRun plain = new(), again = new();
        TrainingOptions options = Options() with { LoggingSteps = 1 };

        TrainingResult one = new Trainer(plain.Classifier, options, plain) { Device = new FakeDevice() }.Train();
        TrainingResult two = new Trainer(again.Classifier, options with { CheckpointActivations = true }, again) { Device = new FakeDevice() }.Train();

        Assert.Equal(one.Log.Select(entry => entry.Loss), two.Log.Select(entry => entry.Loss));
    }

    [Fact]
    public void A_frozen_trunk_gives_its_features_back()
    {
        using TinyRun here = new(), there = new();
        TrainingOptions options = Options() with { UseDropout = false, FreezeTrunk = true };

        TrainingResult expected = new Trainer(here.Classifier, options, here, here).Train();
        TrainingResult actual = new Trainer(there.Classifier, options, there, there) { Device = new FakeDevice() }.Train();

        Assert.All(expected.Evaluations.Zip(actual.Evaluations), pair => Assert.Equal(pair.First.Metrics["loss"], pair.Second.Metrics["loss"], 1e-5));
        AssertNear(here.Classifier, there.Classifier, 1e-4f);
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("vit")]
    public void Predictions_are_those_of_the_processor_with_one_read_a_batch(string family)
    {
        (PretrainedClassifier classifier, IBatchSource rows) = Run(family);
        using IDisposable owned = (IDisposable)rows;
        var device = new FakeDevice();
        float[] before = TinyRun.WeightsOf(classifier);
        TrainingOptions options = Options() with { EvaluationBatchSize = 8 };

        EvaluationOutput expected = new Trainer(classifier, options).Predict(rows, TestContext.Current.CancellationToken);
        EvaluationOutput actual = new Trainer(classifier, options) { Device = device }.Predict(rows, TestContext.Current.CancellationToken);

        AssertNear([.. expected.Logits], [.. actual.Logits], 1e-5f);
        Assert.Equal(expected.Loss, actual.Loss, 1e-5);
        Assert.Equal(before, TinyRun.WeightsOf(classifier));
        int weights = classifier.Model.Weights.Entries.Count, batches = (rows.Count + 7) / 8;
        Assert.Equal(weights + batches * (family == "bert" ? 2 : 1), device.Sent);
        Assert.Equal(weights + batches, device.Fetched);
    }

    [Fact]
    public void A_pipeline_predicts_there()
    {
        string[] texts = ["w9 w12 w13", "w30", "w7 w8 w9 w10 w11"];
        string folder = _folder.At("model");
        using (var run = new TinyRun { Saving = target => File.WriteAllLines(Path.Combine(target, "vocab.txt"), ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Enumerable.Range(5, 35).Select(word => $"w{word}")]) })
        {
            new Trainer(run.Classifier, Options(), run).Save(folder);
        }

        var device = new FakeDevice();
        using ClassificationPipeline here = ClassificationPipeline.Load(folder), there = ClassificationPipeline.Open(folder, new PipelineOptions(), device);
        IReadOnlyList<IReadOnlyList<LabelScore>> expected = ((TextClassificationPipeline)here).Predict(texts, TestContext.Current.CancellationToken);
        IReadOnlyList<IReadOnlyList<LabelScore>> actual = ((TextClassificationPipeline)there).Predict(texts, TestContext.Current.CancellationToken);

        Assert.Equal(expected.Select(best => best[0].Label), actual.Select(best => best[0].Label));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First[0].Score, pair.Second[0].Score, 1e-5f));
        Assert.True(device.Fetched > 0);
    }

    [Fact]
    public void A_choice_that_is_none_is_named_with_those_that_there_are() =>
        Assert.Contains("Auto, Cpu or Cuda", Assert.Throws<TrainingOptionsException>(() => new TrainingOptions { Device = (DeviceChoice)7 }.Validate()).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private static FakeDevice Fake() => new() { Faster = ComputeFormat.Bfloat16 };

    private static TrainingOptions Options() => new()
    {
        Epochs = 2, BatchSize = RowsAStep, LearningRate = 0.001, LoggingSteps = 3, Schedule = new ScheduleOptions { Kind = ScheduleKind.Cosine, Warmup = 0.1 },
    };

    private static (PretrainedClassifier Classifier, IBatchSource Rows) Run(string family)
    {
        if (family == "vit")
        {
            var images = new TinyImages();
            return (images.Classifier, images);
        }

        var run = new TinyRun();
        return (run.Classifier, run);
    }

    // But for the keys' biases: the softmax does not feel them, so their gradients are nothing but rounding.
    private static void AssertNear(PretrainedClassifier expected, PretrainedClassifier actual, float tolerance) =>
        Assert.All(expected.Model.Weights.Entries.Where(entry => !entry.Name.EndsWith("key.bias", StringComparison.Ordinal)), entry =>
            AssertNear(entry.Tensor.Floats().ToArray(), actual.Model.Weights.Find(entry.Name)!.Tensor.Floats().ToArray(), tolerance));

    private static void AssertNear(float[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    private sealed class Warnings : TrainingCallback
    {
        public List<string> Texts { get; } = [];

        public override void OnWarning(string text) => Texts.Add(text);
    }
}
