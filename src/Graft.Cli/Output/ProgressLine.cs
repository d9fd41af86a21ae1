using System.Globalization;
using Graft.Jobs.Events;

namespace Graft.Cli.Output;

/// <summary>
/// One line that says how far a job is and how long it will take, for those whose results are not shown beside a bar. It comes after a
/// second, is written again in its place, and leaves nothing behind.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private const int LongestLine = 79;
    private const string Erase = "\r\u001b[K";

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1), BetweenLines = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly TextWriter _writer;
    private readonly TimeLeft _timeLeft;
    private readonly ITimer _timer;
    private string _title = "";
    private string _detail = "";
    private double _done;
    private double _total;
    private bool _hasNews;
    private bool _isShown;

    /// <param name="writer">The terminal.</param>
    /// <param name="clock">Measures and wakes.</param>
    public ProgressLine(TextWriter writer, TimeProvider clock)
    {
        _writer = writer;
        _timeLeft = new TimeLeft(clock);
        _timer = clock.CreateTimer(_ => Draw(), null, Delay, BetweenLines);
    }

    /// <summary>The line on standard error; null where that is no terminal, or nobody is to see it.</summary>
    public static ProgressLine? Create(bool isWanted) =>
        !isWanted || Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb" ? null : new ProgressLine(Console.Error, TimeProvider.System);

    /// <summary>Takes what a job tells; events that are no progress are passed over.</summary>
    public void Take(JobEvent happened)
    {
        switch (happened)
        {
            case Preparing step:
                Set(step.Step, "", step.Done, step.Total);
                break;
            case PredictionRunning { Total: { } total } running:
                Set("predicting", $"{Figures.Count(running.Done)} of {Figures.Count(total)}", running.Done, total);
                break;
            case PredictionRunning running:
                Set("predicting", $"{Figures.Count(running.Done)} done", running.Done, 0);
                break;
            case Downloading download:
                Set("downloading", download.Repository, download.BytesDone, download.Bytes);
                break;
        }
    }

    /// <summary>Clears the line, for something else to be written; it comes back with the next progress.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _hasNews = false;
            if (_isShown)
            {
                _isShown = false;
                _writer.Write(Erase);
                _writer.Flush();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Clear();
    }

    private void Set(string title, string detail, double done, double total)
    {
        lock (_lock)
        {
            (_title, _detail, _done, _total, _hasNews) = (title, detail, done, total, true);
            _timeLeft.Of(title, done, total);
        }
    }

    private void Draw()
    {
        lock (_lock)
        {
            if (!_hasNews)
            {
                return;
            }

            string left = _timeLeft.Of(_title, _done, _total);
            string share = _total > 0 ? string.Create(CultureInfo.InvariantCulture, $", {100 * _done / _total:0}%") : "";
            _isShown = true;
            _writer.Write(Erase + Figures.Clip($"{_title}{(_detail.Length > 0 ? ": " : "")}{_detail}{share}{(left.Length > 0 ? ", " : "")}{left}", LongestLine));
            _writer.Flush();
        }
    }
}
