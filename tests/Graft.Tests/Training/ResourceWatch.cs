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
        string[] handles = Directory.Exists(HandleList) ? Directory.GetFileSystemEntries(HandleList) : [];
        int threads = Directory.Exists(ThreadList) ? Directory.GetDirectories(ThreadList).Length : 0;
        Looks.Add(new ResourceLook(step, torch.Tensor.TotalCount, process.WorkingSet64, handles.Length, handles.Count(IsOwn), threads));
    }

    private bool IsOwn(string handle) => new FileInfo(handle).LinkTarget?.StartsWith(folder, StringComparison.Ordinal) == true;
}
