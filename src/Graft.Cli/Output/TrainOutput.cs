using Graft.Jobs.Events;
using Graft.Models;
using Graft.Preflight;
using Graft.Tensors;

namespace Graft.Cli.Output;

/// <summary>Shows a training.</summary>
internal sealed class TrainOutput
{
    private readonly IScreen _screen;
    private readonly TimeLeft _timeLeft = new(TimeProvider.System);
    private RunPlanned? _plan;
    private string _figures = "";

    private TrainOutput(IScreen screen)
    {
        _screen = screen;
    }

    /// <summary>Runs a training and shows what it tells.</summary>
    /// <param name="json">True for JSON lines.</param>
    /// <param name="train">The training; told where its events go.</param>
    /// <returns>False if it was stopped before its end.</returns>
    public static bool Show(bool json, Func<Action<JobEvent>, string> train)
    {
        JobEvent? last = null;
        if (json)
        {
            train(happened => JsonLines.Write(last = happened));
            TellWhereOutputFailed(last);
            return last is RunDone;
        }

        IScreen screen = Screen.Create();
        var output = new TrainOutput(screen);
        screen.Run("reading data", () => train(happened => output.Show(last = happened)));

        // After the bar is gone.
        if (last is RunDone done)
        {
            output.ShowDone(done);
        }
        else if (last is RunInterrupted interrupted)
        {
            output.ShowInterrupted(interrupted);
        }

        TellWhereOutputFailed(last);
        return last is RunDone;
    }

    // What was saved cannot be told where all else is.
    private static void TellWhereOutputFailed(JobEvent? last)
    {
        if (StandardOutput.Failure is not null && last is RunInterrupted stopped)
        {
            Console.Error.WriteLine($"graft: stopped after step {Figures.Count(stopped.Step)}, saved in {Figures.Printable(stopped.Checkpoint ?? stopped.Folder)}. Go on with: {Figures.Printable(stopped.ResumeCommand)}");
        }
    }

    private void Show(JobEvent happened)
    {
        switch (happened)
        {
            case Downloading download:
                DownloadOutput.Progress(_screen, download);
                break;
            case Preparing step:
                _screen.Progress(step.Step, step.Done, step.Total, step.Total > 0 ? _timeLeft.Of(step.Step, step.Done, step.Total) : "");
                break;
            case DataFound found:
                ShowData(found);
                break;
            case Noted { IsWarning: true } warning:
                _screen.Warning(warning.Text);
                break;
            case LossSpiked spike:
                _screen.Warning($"Step {Figures.Count(spike.Step)}: the loss leapt to {Figures.Share(spike.Loss)}, lately it was {Figures.Share(spike.Mean)}. If it stays up, lower the learning rate.");
                break;
            case BatchLowered lowered:
                _screen.Warning($"The memory ran out at step {Figures.Count(lowered.Step)}: going on with {Figures.Count(lowered.RowsPerPass, "row")} a pass.");
                break;
            case Noted note:
                _screen.Line(note.Text);
                break;
            case FindingReported finding:
                ShowFinding(finding);
                break;
            case ModelOpened model:
                ShowModel(model);
                break;
            case RunPlanned plan:
                _plan = plan;
                ShowPlan(plan);
                break;
            case FeaturesRunning features:
                _screen.Progress("features", features.Done, features.Total, _timeLeft.Of("features", features.Done, features.Total));
                break;
            case StepDone step:
                _figures = $"loss {Figures.Short(step.Loss)}  {Figures.Number(Math.Round(step.RowsPerSecond, 1))} rows/s  {Figures.Duration(step.SecondsLeft)} left";
                _screen.Progress("training", step.Step, step.TotalSteps, _figures);
                break;
            case EvaluationRunning evaluating:
                _screen.Progress("evaluating", evaluating.Done, evaluating.Total, _figures);
                break;
            case EpochDone epoch:
                ShowEpoch(epoch);
                break;
        }
    }

    private void ShowData(DataFound found)
    {
        string kind = found.Kind == InputKind.Image ? "images" : "texts";
        _screen.Line($"{found.Data}: {kind}, {Figures.Count(found.Labels.Count, "label")} ({Figures.Clip(string.Join(", ", found.Labels), 80)})");
        _screen.Line($"Rows: {Figures.Count(found.Train.Rows)} to train on{Part(found.Validation, "for validation")}{Part(found.Test, "for the test")}");

        static string Part(PartSummary? part, string purpose) => part is null ? "" : $", {Figures.Count(part.Rows)} {purpose}";
    }

    private void ShowFinding(FindingReported found)
    {
        // Rows of two parts have been told of with their pairs.
        if (found.Code != PartOverlap.FindingCode)
        {
            FindingOutput.Show(_screen, new Finding(found.Code, found.Severity, found.Summary, found.Count, found.Total, found.Examples, found.Remedy), examples: 0);
        }
    }

    private void ShowModel(ModelOpened model)
    {
        _screen.Line($"Model: {model.Folder} ({model.Family}, {Figures.Number(Math.Round(model.Parameters / 1e6, 1))} million parameters)");
        Names("New, to be trained", model.New);
        Names("Dropped, as the number of labels differs", model.Dropped);
        Names("Not used", model.Unused);

        void Names(string what, IReadOnlyList<string> names)
        {
            if (names.Count > 0)
            {
                _screen.Line($"  {what}: {Figures.Clip(string.Join(", ", names), 100)}");
            }
        }
    }

    private void ShowPlan(RunPlanned plan)
    {
        if (plan.MeanLength is { } length)
        {
            _screen.Line($"Lengths: {Figures.Number(Math.Round(length))} tokens on average; {Figures.Count(plan.CutTexts ?? 0, "text is", "texts are")} cut at {plan.MaxLength}");
        }

        _screen.Line($"Plan: {Figures.Number(Math.Round(plan.Epochs, 2))} {(Math.Round(plan.Epochs, 2) == 1 ? "epoch" : "epochs")} of {Figures.Count(plan.StepsPerEpoch, "step")}, batch {plan.BatchSize}, learning rate {Figures.Number(plan.LearningRate)}{(plan.Format == ComputeFormat.Bfloat16 ? ", products in bfloat16" : "")}");
        _screen.Line($"Expected: {Figures.Duration(plan.ExpectedSeconds)}, {Figures.Bytes(plan.ExpectedMemoryBytes)} of memory");
        if (plan.FirstStep > 0)
        {
            _screen.Line($"Going on after step {Figures.Count(plan.FirstStep)} of {Figures.Count(plan.TotalSteps)}");
        }
    }

    private void ShowEpoch(EpochDone epoch)
    {
        string line = $"epoch {Figures.Number(Math.Round(epoch.Epoch, 2))}  train loss {Figures.Share(epoch.TrainLoss)}";
        foreach ((string name, string shown) in new[] { ("loss", "eval loss"), ("accuracy", "accuracy"), ("subset_accuracy", "subset accuracy"), ("f1_macro", "macro-F1"), ("rmse", "rmse"), ("pearson", "pearson") })
        {
            if (epoch.Metrics.TryGetValue(name, out double value))
            {
                line += $"  {shown} {Figures.Share(value)}";
            }
        }

        _screen.Line(line + (epoch.IsBest ? "  *" : ""));
    }

    private void ShowDone(RunDone done)
    {
        if (done.Test is { } test)
        {
            foreach (string name in new[] { "accuracy", "subset_accuracy", "rmse" })
            {
                if (test.TryGetValue(name, out double value))
                {
                    string interval = test.TryGetValue($"{name}_low", out double low) && test.TryGetValue($"{name}_high", out double high)
                        ? $" (95%: {Figures.Short(low)} to {Figures.Short(high)}, {Figures.Count(done.TestRows, "row")})"
                        : $" ({Figures.Count(done.TestRows, "row")})";
                    _screen.Strong($"Test {name.Replace('_', ' ')} {Figures.Short(value)}{interval}");
                }
            }

            if (test.TryGetValue("f1_macro", out double f1))
            {
                _screen.Line($"Test macro-F1 {Figures.Short(f1)}, loss {Figures.Short(test["loss"])}");
            }

            if (done.BaselineAccuracy is { } baseline)
            {
                _screen.Line($"Always answering '{done.BaselineLabel}' would give {Figures.Short(baseline)}");
            }
        }
        else
        {
            _screen.Line("There was no test part: how good the model is on rows that it has not seen was not measured.");
        }

        string best = done.BestEpoch is { } epoch && _plan is { } plan && epoch < plan.Epochs ? $", weights of epoch {Figures.Number(Math.Round(epoch, 2))}" : "";
        _screen.Line($"Time: {Figures.Duration(done.Seconds)}{best}");
        _screen.Line($"Folder: {done.Folder}");
        _screen.Line($"Report: {done.Report}");
        _screen.Line("Next:");
        foreach (string command in done.NextCommands)
        {
            _screen.Line($"  {command}");
        }
    }

    private void ShowInterrupted(RunInterrupted interrupted)
    {
        _screen.Line($"Stopped after step {Figures.Count(interrupted.Step)} of {Figures.Count(interrupted.TotalSteps)}; saved in {interrupted.Checkpoint ?? interrupted.Folder}");
        _screen.Line("Go on with:");
        _screen.Line($"  {interrupted.ResumeCommand}");
    }
}
