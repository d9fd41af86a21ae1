using Graft.Hub;
using Graft.Jobs.Events;

namespace Graft.Jobs;

/// <summary>Puts a trained folder on the hub.</summary>
public static class PushJob
{
    /// <summary>Runs the job.</summary>
    /// <param name="options">What the user said.</param>
    /// <param name="tell">Gets <see cref="Uploading"/>.</param>
    /// <param name="cancellation">Stops it; nothing is committed then.</param>
    /// <exception cref="HubException">The folder is no model, there is no token, or the hub does not take it.</exception>
    public static PushResult Run(PushJobOptions options, Action<JobEvent> tell, CancellationToken cancellation = default)
    {
        using var client = new HubClient(
            options: null, progress => tell(new Uploading(progress.Repository, progress.FilesDone, progress.Files, progress.BytesDone, progress.Bytes)));
        (string commit, IReadOnlyList<string> files) = HubPush.Run(
            client, RunFolder.Resolve(options.Folder), options.Name.Trim(), options.IsPrivate, options.Summary, cancellation);
        return new PushResult(options.Name, commit, new Uri(client.Options.Endpoint, options.Name.Split('@')[0]).ToString(), files);
    }
}
