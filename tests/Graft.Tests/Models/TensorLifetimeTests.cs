using Graft.Layers;
using Graft.Models;
using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models;

/// <summary>No model keeps tensors alive that nobody needs. The count is the process's: these tests run alone.</summary>
[Collection(nameof(TensorLifetimeTests))]
[CollectionDefinition(nameof(TensorLifetimeTests), DisableParallelization = true)]
public sealed class TensorLifetimeTests
{
    private const int StepsAfterWarmUp = 5;

    public static IEnumerable<TheoryDataRow<string>> Folders => ModelFixtures.Folders();

    private static long Live => Tensor.TotalCount;

    // What earlier tests left to the collector must not go away while tensors are counted.
    public TensorLifetimeTests()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Training_steps_leave_no_tensor_behind(string name)
    {
        using Classifier classifier = ModelFixtures.Create(ModelFixtures.Config(name, dropout: 0.1));
        using ModelInputs inputs = ModelFixtures.Inputs(name);
        var dropout = new DropoutStream(seed: 3);
        Step(0);
        long before = Live;
        for (int step = 1; step <= StepsAfterWarmUp; step++)
        {
            Step(step);
        }

        Assert.Equal(before, Live);

        void Step(int step)
        {
            dropout.BeginStep(step);
            using (NewDisposeScope())
            {
                var context = new ForwardContext { Dropout = dropout, UpdateBatchStatistics = true };
                classifier.Forward(inputs, context).sum().backward();
            }

            foreach (WeightEntry entry in classifier.Weights.Entries)
            {
                using Tensor? gradient = entry.Tensor.grad;
                gradient?.fill_(0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_forward_pass_without_gradients_leaves_its_result_alone(string name)
    {
        using Classifier classifier = ModelFixtures.Create(ModelFixtures.Config(name, dropout: 0.1));
        using ModelInputs inputs = ModelFixtures.Inputs(name);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        var training = new ForwardContext { Dropout = new DropoutStream(seed: 3), UpdateBatchStatistics = true };
        long before = Live;

        Tensor trained = classifier.Forward(inputs, training);
        Assert.Equal(before + 1, Live);

        Tensor predicted = classifier.Forward(inputs, ForwardContext.Inference);
        Assert.Equal(before + 2, Live);
        Assert.Equal(trained.shape, predicted.shape);

        TrunkOutput output = classifier.Trunk.Forward(inputs, training);
        Assert.Equal(before + (output.Pooled is null ? 3 : 4), Live);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_disposed_model_has_freed_its_tensors(string name)
    {
        Classifier classifier = ModelFixtures.Create(ModelFixtures.Config(name, dropout: 0));

        classifier.Dispose();

        Assert.All(classifier.Weights.Entries, entry => Assert.True(entry.Tensor.IsInvalid, entry.Name));
    }
}
