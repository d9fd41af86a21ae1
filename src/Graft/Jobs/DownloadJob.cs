using Graft.Hub;
using Graft.Jobs.Events;

namespace Graft.Jobs;

/// <summary>Downloads a model or a dataset as the hub has it now.</summary>
public static class DownloadJob
{
    /// <summary>Runs the job.</summary>
    /// <param name="options">What the user said.</param>
    /// <param name="tell">Gets <see cref="Downloading"/>.</param>
    /// <param name="cancellation">Stops it; what has come is kept.</param>
    /// <exception cref="HubException">It cannot be had.</exception>
    public static DownloadResult Run(DownloadJobOptions options, Action<JobEvent> tell, CancellationToken cancellation = default)
    {
        using var client = new HubClient(
            options: null, progress => tell(new Downloading(progress.Repository, progress.FilesDone, progress.Files, progress.BytesDone, progress.Bytes)));
        string folder = client.Download(options.Kind, options.Name, cancellation);
        FileInfo[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => new FileInfo(path)).Select(file => file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file)];
        return new DownloadResult(options.Name, Path.GetFileName(folder), folder, files.Length, files.Sum(file => file.Length));
    }
}
