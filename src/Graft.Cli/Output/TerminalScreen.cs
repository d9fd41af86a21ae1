using Spectre.Console;
using Spectre.Console.Rendering;

namespace Graft.Cli.Output;

/// <summary>A terminal: colours, tables with lines, a live progress bar. Colours follow NO_COLOR.</summary>
internal sealed class TerminalScreen : IScreen
{
    private readonly IAnsiConsole _console = AnsiConsole.Console;
    private ProgressContext? _progress;
    private ProgressTask? _task;
    private string _title = "";
    private string _detail = "";

    /// <inheritdoc/>
    public void Run(string title, Action body) =>
        _console.Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new DetailColumn(this))
            .Start(context =>
            {
                _progress = context;
                Progress(title, 0, 0, "");
                try
                {
                    body();
                }
                finally
                {
                    _task?.StopTask();
                    _progress = null;
                }
            });

    /// <inheritdoc/>
    public void Line(string text = "") => _console.WriteLine(Figures.Printable(text));

    /// <inheritdoc/>
    public void Strong(string text) => _console.MarkupLineInterpolated($"[bold green]{Figures.Printable(text)}[/]");

    /// <inheritdoc/>
    public void Warning(string text) => _console.MarkupLineInterpolated($"[yellow]Warning: {Figures.Printable(text)}[/]");

    /// <inheritdoc/>
    public void Error(string text) => _console.MarkupLineInterpolated($"[bold red]Error: {Figures.Printable(text)}[/]");

    /// <inheritdoc/>
    public void Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Rounded };
        for (int i = 0; i < headers.Count; i++)
        {
            table.AddColumn(new TableColumn(new Spectre.Console.Text(Figures.Printable(headers[i]))) { Alignment = i == 0 ? Justify.Left : Justify.Right });
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow(row.Select(cell => new Spectre.Console.Text(Figures.Printable(cell))));
        }

        _console.Write(table);
    }

    /// <inheritdoc/>
    public void Progress(string title, double done, double total, string detail)
    {
        if (_progress is null)
        {
            return;
        }

        if (_task is null)
        {
            _task = _progress.AddTask(Markup.Escape(title));
        }

        bool isNew = _title != title;
        if (isNew)
        {
            _task.Description = Markup.Escape(title);
            _title = title;
        }

        _task.IsIndeterminate = total <= 0;
        _task.MaxValue = Math.Max(1, total);
        _task.Value = Math.Min(done, _task.MaxValue);
        _detail = detail;
        if (isNew)
        {
            // At once: what comes next may keep all cores busy.
            _progress.Refresh();
        }
    }

    private sealed class DetailColumn(TerminalScreen screen) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Spectre.Console.Text(screen._detail);
    }
}
