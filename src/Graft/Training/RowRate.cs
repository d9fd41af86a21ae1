using System.Diagnostics;

namespace Graft.Training;

/// <summary>Rows a second of training alone: what evaluations and checkpoints take is left out by starting anew after them.</summary>
internal sealed class RowRate
{
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private int _rows;

    /// <summary>Rows a second since the last start; 0 where no time has passed.</summary>
    public double PerSecond => _time.Elapsed.TotalSeconds is > 0 and var seconds ? _rows / seconds : 0;

    /// <summary>Counts the rows of a step.</summary>
    public void Add(int rows) => _rows += rows;

    /// <summary>Starts anew.</summary>
    public void Restart()
    {
        _rows = 0;
        _time.Restart();
    }
}
