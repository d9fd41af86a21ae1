using Graft.Jobs;
using Graft.Jobs.Events;

namespace Graft.Cli.Output;

/// <summary>Shows an evaluation.</summary>
internal static class EvaluateOutput
{
    // A wider matrix does not fit a line; the JSON has it.
    private const int LabelsInMatrix = 12;
    private const int LabelWidth = 24;
    private const int MistakesShown = 5;

    /// <summary>Runs an evaluation and shows what comes of it.</summary>
    public static void Show(bool json, Func<Action<JobEvent>, EvaluationResult> evaluate)
    {
        if (json)
        {
            JsonLines.Write(evaluate(JsonLines.Write), EventJson.Default.EvaluationResult);
            return;
        }

        IScreen screen = Screen.Create();
        EvaluationResult? result = null;
        var timeLeft = new TimeLeft(TimeProvider.System);
        screen.Run("opening model and data", () => result = evaluate(happened =>
        {
            if (happened is EvaluationRunning running)
            {
                screen.Progress("evaluating", running.Done, running.Total, timeLeft.Of("evaluating", running.Done, running.Total));
            }
            else if (happened is Downloading download)
            {
                DownloadOutput.Progress(screen, download);
            }
            else if (happened is Noted { IsWarning: true } warning)
            {
                screen.Warning(warning.Text);
            }
            else if (happened is Noted note)
            {
                screen.Line(note.Text);
            }
        }));
        Show(screen, result!);
    }

    private static void Show(IScreen screen, EvaluationResult result)
    {
        screen.Line($"{result.Folder} on {result.Data}: {Figures.Count(result.Rows)} rows");
        screen.Table(["metric", "value"], result.Test
            .Where(metric => !metric.Key.EndsWith("_low", StringComparison.Ordinal) && !metric.Key.EndsWith("_high", StringComparison.Ordinal))
            .Select(metric => new[] { metric.Key.Replace('_', ' '), Figures.Share(metric.Value) }));
        foreach (string name in new[] { "accuracy", "subset_accuracy" })
        {
            if (result.Test.TryGetValue(name, out double value))
            {
                screen.Strong($"{name.Replace('_', ' ')} {Figures.Short(value)} (95%: {Figures.Short(result.Test[$"{name}_low"])} to {Figures.Short(result.Test[$"{name}_high"])})");
            }
        }

        if (result.Rounding is { } rounding)
        {
            string metric = rounding.Float32.Keys.FirstOrDefault(key => key is "accuracy" or "subset_accuracy") ?? rounding.Float32.Keys.First();
            screen.Line($"In float32: {metric.Replace('_', ' ')} {Figures.Short(rounding.Float32[metric])}; int8 changes the best label of {Figures.Count(rounding.ChangedRows)} rows of {Figures.Count(result.Rows)}, and logits by at most {Figures.Short(rounding.GreatestChange)}.");
        }

        if (result.Labels.Count > 0)
        {
            screen.Line();
            screen.Table(["label", "precision", "recall", "F1", "rows"], result.Labels.Select(label => new[]
            {
                Figures.Clip(label.Label, LabelWidth), Figures.Short(label.Precision), Figures.Short(label.Recall), Figures.Short(label.F1), Figures.Count(label.Rows),
            }));
        }

        if (result.Confusion is { } matrix && matrix.Count <= LabelsInMatrix)
        {
            screen.Line();
            screen.Line("Rows of each label (downwards) by what was predicted (across):");
            screen.Table(["", .. result.Labels.Select(label => Figures.Clip(label.Label, LabelWidth / 2))], matrix.Select((row, label) =>
                (IReadOnlyList<string>)[Figures.Clip(result.Labels[label].Label, LabelWidth), .. row.Select(count => Figures.Count(count))]));
        }

        if (result.Mistakes.Count > 0)
        {
            screen.Line();
            screen.Line("The most confident mistakes:");
            foreach (Mistake mistake in result.Mistakes.Take(MistakesShown))
            {
                screen.Line($"  {mistake.Label}, not {mistake.Predicted} ({Figures.Short(mistake.Score)}): {Figures.Clip(mistake.Input, 90)}");
            }
        }
    }
}
