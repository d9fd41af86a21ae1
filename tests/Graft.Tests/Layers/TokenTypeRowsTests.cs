using Graft.Layers;
using Graft.Models;
using Graft.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers;

public sealed class TokenTypeRowsTests
{
    [Theory]
    [InlineData("bert")]
    [InlineData("roberta")]
    [InlineData("electra")]
    [InlineData("albert")]
    [InlineData("deberta-v2, all there is")]
    public void Both_texts_of_a_pair_take_the_only_row_of_a_model_with_one_type(string sample)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using Classifier model = Create(sample, tokenTypes: 1);

        Assert.Equal(0, (Logits(model, null) - Logits(model, [0, 0, 1, 1])).abs().max().item<float>());
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("deberta-v2, all there is")]
    public void A_type_without_a_row_is_refused_with_both_numbers(string sample)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using Classifier model = Create(sample, tokenTypes: 2);

        Assert.NotEqual(0, (Logits(model, null) - Logits(model, [0, 0, 1, 1])).abs().max().item<float>());
        string problem = Assert.Throws<GraftException>(() => Logits(model, [0, 0, 2, 1])).Problem;
        Assert.Contains("type 2", problem, StringComparison.Ordinal);
        Assert.Contains("2 types", problem, StringComparison.Ordinal);
    }

    private static Classifier Create(string sample, int tokenTypes)
    {
        ModelConfigFile config = TextModelSamples.Config(sample, ("type_vocab_size", tokenTypes));
        Classifier model = ModelRegistry.Default.FamilyOf(config).CreateClassifier(config, LabelSet.Numbered(3));
        TextModelSamples.Fill(model.Weights);
        return model;
    }

    private static Tensor Logits(Classifier model, long[]? types) => model.Forward(
        new TextInputs(tensor(new long[] { 7, 8, 9, 10 }).view(1, 4), null, types is null ? null : tensor(types).view(1, 4)), ForwardContext.Inference);
}
