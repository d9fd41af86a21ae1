using System.Globalization;

namespace Graft.Cli.Output;

/// <summary>Plain lines without any control codes; progress at most every ten seconds.</summary>
internal sealed class PlainScreen(TextWriter writer, TimeProvider clock) : IScreen
{
    private static readonly TimeSpan BetweenProgressLines = TimeSpan.FromSeconds(10);

    private long _lastProgress = clock.GetTimestamp();

    /// <inheritdoc/>
    public void Run(string title, Action body) => body();

    /// <inheritdoc/>
    public void Line(string text = "") => writer.WriteLine(Figures.Printable(text));

    /// <inheritdoc/>
    public void Strong(string text) => Line(text);

    /// <inheritdoc/>
    public void Warning(string text) => Line($"Warning: {text}");

    /// <inheritdoc/>
    public void Error(string text) => Line($"Error: {text}");

    /// <inheritdoc/>
    public void Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        foreach (string line in TextTable.Lines(headers, rows))
        {
            Line(line);
        }
    }

    /// <inheritdoc/>
    public void Progress(string title, double done, double total, string detail)
    {
        if (clock.GetElapsedTime(_lastProgress) >= BetweenProgressLines)
        {
            _lastProgress = clock.GetTimestamp();
            Line(total > 0 ? string.Create(CultureInfo.InvariantCulture, $"{title} {done:0}/{total:0}  {detail}") : title);
        }
    }
}
