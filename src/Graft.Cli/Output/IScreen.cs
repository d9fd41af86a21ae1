namespace Graft.Cli.Output;

/// <summary>Where results for people go: a terminal with colours and a live bar, or a plain stream of lines.</summary>
internal interface IScreen
{
    /// <summary>Runs what shows progress.</summary>
    /// <param name="title">What is done first, until <see cref="Progress"/> says more.</param>
    /// <param name="body">What is run.</param>
    void Run(string title, Action body);

    /// <summary>Shows a line of text.</summary>
    void Line(string text = "");

    /// <summary>Shows a line that stands out: a result.</summary>
    void Strong(string text);

    /// <summary>Shows something that may spoil the result.</summary>
    void Warning(string text);

    /// <summary>Shows what must be mended.</summary>
    void Error(string text);

    /// <summary>Shows a table: the first column to the left, the others to the right.</summary>
    /// <param name="headers">The columns' names.</param>
    /// <param name="rows">As many cells each.</param>
    void Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows);

    /// <summary>Shows how far something is, now and then.</summary>
    /// <param name="title">What.</param>
    /// <param name="done">How much of it is done.</param>
    /// <param name="total">All of it; 0 where that is not known.</param>
    /// <param name="detail">Figures beside it.</param>
    void Progress(string title, double done, double total, string detail);
}
