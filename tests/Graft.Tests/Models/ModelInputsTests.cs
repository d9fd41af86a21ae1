using Graft.Layers;
using Graft.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models;

public sealed class ModelInputsTests
{
    public static IEnumerable<TheoryDataRow<string>> Folders => ModelFixtures.Folders();

    [Theory]
    [MemberData(nameof(Folders))]
    public void Slices_give_the_logits_of_their_rows(string name)
    {
        using Classifier classifier = ModelFixtures.Create(ModelFixtures.Config(name, dropout: 0));
        using ModelInputs inputs = ModelFixtures.Inputs(name);
        Assert.True(inputs.BatchSize > 1);
        using DisposeScope scope = NewDisposeScope();
        float[] whole = Logits(inputs);

        for (int row = 0; row < inputs.BatchSize; row++)
        {
            using ModelInputs slice = inputs.Slice(row, 1);
            Assert.Equal(1, slice.BatchSize);
            Assert.All(Logits(slice).Zip(whole[(row * 3)..]), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        }

        // With gradients: the way that training goes.
        float[] Logits(ModelInputs rows) => classifier.Forward(rows, new ForwardContext()).detach().contiguous().data<float>().ToArray();
    }

    [Fact]
    public void Slices_of_texts_have_masks_and_types_and_share_memory()
    {
        Tensor ids = arange(12, dtype: ScalarType.Int64).view(3, 4).DetachFromDisposeScope();
        using var text = new TextInputs(ids, ones_like(ids), ids.mul(2));

        using var slice = (TextInputs)text.Slice(1, 2);
        ids.add_(100);

        Assert.Equal([104L, 105, 106, 107, 108, 109, 110, 111], slice.InputIds.data<long>().ToArray());
        Assert.Equal([2L, 4], slice.AttentionMask!.shape);
        Assert.Equal([8L, 10, 12, 14, 16, 18, 20, 22], slice.TokenTypeIds!.data<long>().ToArray());
        using var bare = new TextInputs(zeros(2, 3, dtype: ScalarType.Int64));
        using var bareSlice = (TextInputs)bare.Slice(0, 1);
        Assert.Null(bareSlice.AttentionMask);
        Assert.Null(bareSlice.TokenTypeIds);
    }

    [Fact]
    public void A_mask_or_types_of_another_shape_than_the_ids_are_refused()
    {
        using Tensor ids = zeros(2, 10, dtype: ScalarType.Int64), shorter = zeros(2, 8, dtype: ScalarType.Int64), more = zeros(3, 10, dtype: ScalarType.Int64);

        Assert.Equal("attentionMask", Assert.Throws<ArgumentException>(() => new TextInputs(ids, shorter)).ParamName);
        Assert.Contains("[3,10]", Assert.Throws<ArgumentException>(() => new TextInputs(ids, ids, more)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Slices_outlive_the_scope_and_the_batch_they_are_of()
    {
        ModelInputs slice;
        using (NewDisposeScope())
        {
            using var features = new FeatureInputs(arange(6, dtype: ScalarType.Float32).view(3, 2));
            slice = features.Slice(2, 1);
        }

        using (slice)
        {
            Assert.Equal([4f, 5f], ((FeatureInputs)slice).Features.data<float>().ToArray());
        }
    }
}
