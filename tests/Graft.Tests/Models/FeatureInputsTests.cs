using Graft.Layers;
using Graft.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models;

public sealed class FeatureInputsTests
{
    public static IEnumerable<TheoryDataRow<string>> Folders => ModelFixtures.Folders();

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_head_gives_the_same_logits_for_known_features_as_for_the_rows(string name)
    {
        using Classifier classifier = ModelFixtures.Create(ModelFixtures.Config(name, dropout: 0.1));
        using ModelInputs inputs = ModelFixtures.Inputs(name);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        Tensor whole = classifier.Forward(inputs, ForwardContext.Inference);
        using var known = new FeatureInputs(classifier.Features(classifier.Trunk.Forward(inputs, ForwardContext.Inference), inputs).clone());

        Tensor logits = classifier.Forward(known, ForwardContext.Inference);

        Assert.Equal(2, known.Features.dim());
        Assert.Equal(inputs.BatchSize, known.BatchSize);
        Assert.Equal(whole.data<float>().ToArray(), logits.data<float>().ToArray());
    }
}
