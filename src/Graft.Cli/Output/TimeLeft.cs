namespace Graft.Cli.Output;

/// <summary>Tells how long something will still take, by how long it took so far.</summary>
/// <param name="clock">Measures.</param>
internal sealed class TimeLeft(TimeProvider clock)
{
    private string _title = "";
    private long _started;

    /// <summary>"12 s left"; how long it has taken ("12 s") where its size is not known; nothing before anything is done.</summary>
    /// <param name="title">What is under way: with another one, time is measured anew.</param>
    /// <param name="done">How much of it is done.</param>
    /// <param name="total">All of it; 0 where that is not known.</param>
    public string Of(string title, double done, double total)
    {
        if (title != _title)
        {
            _title = title;
            _started = clock.GetTimestamp();
        }

        double seconds = clock.GetElapsedTime(_started).TotalSeconds;
        return total <= 0 ? Figures.Duration(seconds) : done > 0 ? $"{Figures.Duration(seconds * Math.Max(0, total - done) / done)} left" : "";
    }
}
