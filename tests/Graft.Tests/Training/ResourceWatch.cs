using System.Diagnostics;
using Graft.Native;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

/// <summary>Looks every so many steps at what the process holds.</summary>
internal sealed class ResourceWatch(int every, string folder) : TrainingCallback
{
    private const string HandleList = "/proc/self/fd", ThreadList = "/proc/self/task";

    public List<ResourceLook> Looks { get; } = [];

    public override void OnStep(int step, double epoch, StepResult result, TrainingControl control)
    {
        if (step % every != 0)
        {
            return;
        }

        // What nobody holds any more, here or in the C library's heap, is no leak.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        NativeHeap.Trim();
        using var process = Process.GetCurrentProcess();
        IReadOnlyList<string> handles = Entries(HandleList, target: true);
        int ownFiles = handles.Count(handle => handle.Contains(folder, StringComparison.Ordinal));
        Looks.Add(new ResourceLook(step, torch.Tensor.TotalCount, process.WorkingSet64, handles, ownFiles, Entries(ThreadList, target: false)));
    }

    // Numbers are used again: a handle is known by its number and what it is open on.
    private static IReadOnlyList<string> Entries(string list, bool target) => !Directory.Exists(list)
        ? []
        : [.. Directory.GetFileSystemEntries(list).Select(entry => target ? $"{Path.GetFileName(entry)} on {new FileInfo(entry).LinkTarget}" : Path.GetFileName(entry))];
}
