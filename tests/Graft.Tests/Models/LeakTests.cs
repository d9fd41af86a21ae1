using Graft.Layers;
using Graft.Models;
using Graft.Tensors;
using Graft.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models;

/// <summary>No family leaves tensors behind, in training or in prediction.</summary>
public sealed class LeakTests
{
    private const int Steps = 5;

    public static IEnumerable<TheoryDataRow<string>> Classifiers => FixtureFolders.Classifiers;

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void Training_steps_leave_no_tensors_behind(string name)
    {
        using PretrainedClassifier classifier = PretrainedClassifier.Load(FixtureFolders.Folder(name));
        (ModelInputs inputs, Tensor labels) = FixtureFolders.Batch(name);
        using ModelInputs batch = inputs;
        using Tensor targets = labels;
        var dropout = new DropoutStream(seed: 1);
        var context = new ForwardContext { Dropout = dropout, UpdateBatchStatistics = true };
        long before = 0;
        for (int step = 0; step <= Steps; step++)
        {
            dropout.BeginStep(step);
            Train(classifier, batch, targets, context);
            if (step == 0)
            {
                before = LiveTensors;
            }
        }

        Assert.Equal(before, LiveTensors);
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void Predictions_leave_only_their_logits(string name)
    {
        using PretrainedClassifier classifier = PretrainedClassifier.Load(FixtureFolders.Folder(name));
        (ModelInputs inputs, Tensor labels) = FixtureFolders.Batch(name);
        using ModelInputs batch = inputs;
        labels.Dispose();
        using IDisposable gradientsOff = no_grad();
        classifier.Model.Forward(batch, ForwardContext.Inference).Dispose();
        long before = LiveTensors;
        for (int i = 0; i < Steps; i++)
        {
            classifier.Model.Forward(batch, ForwardContext.Inference).Dispose();
        }

        Assert.Equal(before, LiveTensors);
    }

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

    private static void Train(PretrainedClassifier classifier, ModelInputs batch, Tensor targets, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = classifier.Model.Forward(batch, context);
        new ClassificationLoss(classifier.Labels.ProblemType).Mean(logits, targets).backward();
        foreach (WeightEntry entry in classifier.Model.Weights.Entries)
        {
            entry.Tensor.grad?.zero_();
        }
    }
}
