using Graft.Tensors;
using Graft.Training;

namespace Graft.Tests.Training;

public sealed class SpikeDetectorTests
{
    [Fact]
    public void A_spike_is_told_once_and_the_next_one_again()
    {
        double[] losses = [.. Noise(60), 8, 9, 7, .. Noise(40), 8, .. Noise(10)];

        Assert.Equal([61, 104], Spikes(losses).Select(spike => spike.Step));
        LossSpike first = Spikes(losses)[0];
        Assert.Equal(8, first.Loss);
        Assert.InRange(first.Mean, 0.4, 0.6);
    }

    [Fact]
    public void Noise_a_slow_rise_and_the_first_steps_are_no_spikes() =>
        Assert.Empty(Spikes([5, 9, 0.5, .. Noise(200), .. Noise(200).Select((loss, i) => loss * (1 + i / 100.0))]));

    [Fact]
    public void A_loss_that_stays_up_becomes_the_usual() => Assert.Single(Spikes([.. Noise(60), .. Noise(300).Select(loss => loss * 20)]));

    [Fact]
    public void A_run_tells_its_callbacks_and_a_resumed_one_knows_what_was_before()
    {
        using var folder = new TemporaryFolder();
        using TinyRun run = new(), again = new();
        TrainingOptions options = new() { MaxSteps = 40, BatchSize = 22, LearningRate = 1e-6, UseDropout = false, Saving = Cadence.Never, OutputFolder = folder.Path };
        var told = new Spoiler(run, afterStep: 25);
        var toldAgain = new Spoiler(again, afterStep: 30);

        new Trainer(run.Classifier, options, run, callbacks: [told, new StopAfter(30)]).Train();
        new Trainer(again.Classifier, options, again, callbacks: [toldAgain]).Train(folder.Path);

        // Spoilt before its first step: without the losses of before the stop, the loss would be the usual.
        LossSpike spike = Assert.Single(told.Spikes), later = Assert.Single(toldAgain.Spikes);
        Assert.Equal((26, 31), (spike.Step, later.Step));
        Assert.True(spike.Loss > 2 * spike.Mean, spike.ToString());
        Assert.InRange(later.Mean, 0.9 * spike.Mean, later.Loss / 2);
    }

    private static List<LossSpike> Spikes(IEnumerable<double> losses)
    {
        var statistics = new LossStatistics();
        return [.. losses.Select((loss, i) => SpikeDetector.Add(statistics, i + 1, loss)).OfType<LossSpike>()];
    }

    /// <summary>Makes the model's answers wrong after a step, and listens.</summary>
    private sealed class Spoiler(TinyRun run, int afterStep) : TrainingCallback
    {
        public List<LossSpike> Spikes { get; } = [];

        public override void OnStart(TrainingPlan plan) => Spoil(plan.FirstStep);

        public override void OnStep(int step, double epoch, StepResult result, TrainingControl control) => Spoil(step);

        public override void OnSpike(LossSpike spike) => Spikes.Add(spike);

        // Undone after one step: the next ones are as before.
        private void Spoil(int step)
        {
            if (step == afterStep || step == afterStep + 1)
            {
                using IDisposable gradientsOff = TorchSharp.torch.no_grad();
                using TorchSharp.torch.Tensor first = run.Classifier.Model.Weights.Find("classifier.bias")!.Tensor[0];
                first.add_(step == afterStep ? 50 : -50);
            }
        }
    }

    private static IEnumerable<double> Noise(int count)
    {
        var random = new SeededRandom(4);
        return Enumerable.Range(0, count).Select(_ => 0.4 + 0.2 * random.NextDouble());
    }
}
