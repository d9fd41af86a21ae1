namespace Graft.Training;

/// <summary>
/// Tells when the training loss leaps up: once a spike, by exponentially weighted mean and variance of the losses before.
/// What it knows lies in the training state, so that a resumed run tells the same.
/// </summary>
internal static class SpikeDetector
{
    // Steps before anything can be said: the first losses fall fast.
    private const int FirstSteps = 20;

    // Weight of the newest loss: half of the memory is 14 steps old.
    private const double Newest = 0.05;
    private const double DeviationsUp = 6;
    private const double DeviationsDown = 3;
    private const double TimesMean = 2;

    // A loss that hardly varies makes no spike of a little noise.
    private const double LeastDeviation = 0.01;

    /// <summary>Takes a step's loss.</summary>
    /// <returns>The spike that begins with it, or null.</returns>
    public static LossSpike? Add(LossStatistics statistics, int step, double loss)
    {
        double mean = statistics.Mean, deviation = Math.Max(Math.Sqrt(statistics.Variance), LeastDeviation * Math.Abs(mean));
        bool isKnown = statistics.Steps >= FirstSteps;
        bool isHigh = isKnown && loss > mean + DeviationsUp * deviation && loss > TimesMean * mean;
        LossSpike? spike = isHigh && !statistics.IsInSpike ? new LossSpike(step, loss, mean, deviation) : null;
        statistics.IsInSpike = isHigh || (statistics.IsInSpike && loss > mean + DeviationsDown * deviation);

        // A spike counts as much as is just no spike: it must not hide the next one, yet a loss that stays up is the new usual.
        double counted = isKnown ? Math.Min(loss, mean + DeviationsUp * deviation) : loss;
        double weight = Math.Max(Newest, 1.0 / (statistics.Steps + 1));
        double difference = counted - mean;
        statistics.Mean = mean + weight * difference;
        statistics.Variance = (1 - weight) * (statistics.Variance + weight * difference * difference);
        statistics.Steps++;
        return spike;
    }
}
