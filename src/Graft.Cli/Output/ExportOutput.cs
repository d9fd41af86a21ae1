using Graft.Jobs;
using Graft.Jobs.Events;

namespace Graft.Cli.Output;

/// <summary>Shows an export.</summary>
internal static class ExportOutput
{
    /// <summary>Runs an export and shows it.</summary>
    public static void Show(bool json, Func<Action<JobEvent>, ExportResult> export)
    {
        if (json)
        {
            JsonLines.Write(export(JsonLines.Write), EventJson.Default.ExportResult);
            return;
        }

        IScreen screen = Screen.Create();
        ExportResult? done = null;
        screen.Run("opening the model", () => done = export(happened =>
        {
            if (happened is Downloading download)
            {
                DownloadOutput.Progress(screen, download);
            }
            else if (happened is Exporting exporting)
            {
                screen.Progress("exporting", exporting.Done, exporting.Total, exporting.Done == 0 ? "writing" : "comparing logits");
            }
        }));
        screen.Line($"{done!.Folder}: {string.Join(", ", done.Files)}");
        screen.Line($"ONNX Runtime gives the model's logits on {Figures.Count(done.Cases, "batch", "batches")}; the greatest difference is {Figures.Number(done.GreatestDifference)}.");
        screen.Strong($"{Path.Combine(done.Folder, done.Files[0])}: {Figures.Bytes(done.Bytes)}, {Figures.Duration(done.Seconds)}");
        screen.Line("Use it: new InferenceSession(\"model.onnx\") of the package Microsoft.ML.OnnxRuntime; graft export --help lists inputs and outputs.");
    }
}
