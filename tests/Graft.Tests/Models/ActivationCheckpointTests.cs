using Graft.Data.Batching;
using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Models;
using Graft.Tensors;
using Graft.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models;

/// <summary>Layers that run again in the backward pass. Tensors are counted for the whole process: these tests run alone.</summary>
[Collection(nameof(TensorLifetimeTests))]
public sealed class ActivationCheckpointTests
{
    public static IEnumerable<TheoryDataRow<string>> Folders => ModelFixtures.Folders();

    [Theory]
    [MemberData(nameof(Folders))]
    public void Gradients_and_masks_are_the_same_to_the_last_bit(string name)
    {
        using Classifier classifier = ModelFixtures.Create(ModelFixtures.Config(name, dropout: 0.1));
        using ModelInputs inputs = ModelFixtures.Inputs(name);

        float[][] plain = Gradients(classifier, inputs, isCheckpointed: false, out ulong places);
        float[][] again = Gradients(classifier, inputs, isCheckpointed: true, out ulong placesAgain);

        Assert.Contains(plain, gradient => gradient.Any(value => value != 0));
        Assert.Equal(places, placesAgain);
        Assert.Equal(plain, again);
    }

    [Fact]
    public void Frozen_lower_layers_get_no_gradients_and_the_others_get_theirs()
    {
        using TinyRun run = new();
        using Batch batch = run.CreateBatch([0, 1], augmentationSeed: null);
        foreach (WeightEntry entry in run.Classifier.Model.Weights.Entries)
        {
            entry.Tensor.requires_grad = entry.Depth >= 2;
        }

        float[][] plain = Gradients(run.Classifier.Model, batch.Inputs, isCheckpointed: false, out _);
        float[][] again = Gradients(run.Classifier.Model, batch.Inputs, isCheckpointed: true, out _);

        Assert.Contains(plain, gradient => gradient.Length == 0);
        Assert.Contains(plain, gradient => gradient.Any(value => value != 0));
        Assert.Equal(plain, again);
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        using TinyRun run = new();
        using Batch batch = run.CreateBatch([0, 1], augmentationSeed: null);
        Gradients(run.Classifier.Model, batch.Inputs, isCheckpointed: true, out _);
        Gradients(run.Classifier.Model, batch.Inputs, isCheckpointed: true, out _);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int step = 0; step < 5; step++)
        {
            Gradients(run.Classifier.Model, batch.Inputs, isCheckpointed: true, out _);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_layer_that_fails_in_the_second_run_is_told_as_it_is()
    {
        using DisposeScope scope = NewDisposeScope();
        int runs = 0;
        var context = new ForwardContext { CheckpointActivations = true };
        Tensor x = randn([2, 3], requires_grad: true);
        Tensor y = CheckpointedLayer.Apply(
            x, null, context, (input, _) => runs++ == 0 ? input * 2 : throw new InvalidOperationException("second run"));

        // libtorch ends the pass at the stand-in: nothing goes on with it.
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => y.sum().backward());

        Assert.Equal("second run", Assert.Throws<InvalidOperationException>(FusedFailure.ThrowIfAny).Message);
    }

    // One a parameter, empty for none; cleared afterwards.
    private static float[][] Gradients(Classifier classifier, ModelInputs inputs, bool isCheckpointed, out ulong places)
    {
        using DisposeScope scope = NewDisposeScope();
        var dropout = new DropoutStream(seed: 3);
        dropout.BeginStep(1);
        var context = new ForwardContext { Dropout = dropout, CheckpointActivations = isCheckpointed };
        classifier.Forward(inputs, context).square().sum().backward();
        FusedFailure.ThrowIfAny();
        places = dropout.Place;
        return [.. classifier.Weights.Entries.Where(entry => entry.IsParameter).Select(entry =>
        {
            using Tensor? gradient = entry.Tensor.grad;
            float[] values = gradient is null ? [] : gradient.Floats().ToArray();
            gradient?.zero_();
            return values;
        })];
    }
}
