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
        var statistics = new LossStatistics();
        foreach (double loss in Noise(50))
        {
            Assert.Null(SpikeDetector.Add(statistics, 1, loss));
        }

        LossStatistics read = System.Text.Json.JsonSerializer.Deserialize<LossStatistics>(System.Text.Json.JsonSerializer.Serialize(statistics))!;
        Assert.Equal(SpikeDetector.Add(statistics, 51, 9), SpikeDetector.Add(read, 51, 9));
    }

    private static List<LossSpike> Spikes(IEnumerable<double> losses)
    {
        var statistics = new LossStatistics();
        return [.. losses.Select((loss, i) => SpikeDetector.Add(statistics, i + 1, loss)).OfType<LossSpike>()];
    }

    private static IEnumerable<double> Noise(int count)
    {
        var random = new SeededRandom(4);
        return Enumerable.Range(0, count).Select(_ => 0.4 + 0.2 * random.NextDouble());
    }
}
