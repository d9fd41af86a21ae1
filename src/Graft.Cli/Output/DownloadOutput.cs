using Graft.Jobs;
using Graft.Jobs.Events;

namespace Graft.Cli.Output;

/// <summary>Shows a download.</summary>
internal static class DownloadOutput
{
    /// <summary>Runs a download and shows it.</summary>
    public static void Show(bool json, Func<Action<JobEvent>, DownloadResult> download)
    {
        if (json)
        {
            JsonLines.Write(download(JsonLines.Write), EventJson.Default.DownloadResult);
            return;
        }

        IScreen screen = Screen.Create();
        DownloadResult? result = null;
        screen.Run("downloading", () => result = download(happened => Progress(screen, (Downloading)happened)));
        screen.Line($"{result!.Name}: commit {result.Commit}, {Figures.Count(result.Files, "file")}, {Figures.Bytes(result.Bytes)}");
        screen.Strong(result.Folder);
    }

    /// <summary>Shows how far a download is.</summary>
    public static void Progress(IScreen screen, Downloading download) => screen.Progress(
        "downloading", download.BytesDone, download.Bytes,
        $"{download.Repository}: {Figures.Bytes(download.BytesDone)} of {Figures.Bytes(download.Bytes)}, {download.FilesDone} of {download.Files} files");
}
