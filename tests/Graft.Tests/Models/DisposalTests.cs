using Graft.Models;
using TorchSharp;

namespace Graft.Tests.Models;

/// <summary>A model frees all that it holds.</summary>
public sealed class DisposalTests
{
    public static IEnumerable<TheoryDataRow<string>> Classifiers => FixtureFolders.Classifiers;

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void A_disposed_model_leaves_no_tensors_behind(string name)
    {
        long before = LiveTensors;
        PretrainedClassifier.Load(FixtureFolders.Folder(name)).Dispose();

        Assert.Equal(before, LiveTensors);
    }

    // Tensors of this thread alone: tests run side by side, and a finalizer must not hide a leak.
    private static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
