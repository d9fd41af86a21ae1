using Graft.Layers;
using Graft.Models;
using Graft.Tensors;
using Graft.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers;

/// <summary>Rows laid end to end give what they give with their padding.</summary>
public sealed class PackedRowsTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Packing => ["bert", "distilbert", "roberta", "electra", "albert", "albert, groups", "mpnet", "modernbert", "modernbert, mean and biases", "deberta-v2, as v3-base", "deberta-v2, content alone", "gpt2", "gpt2, other scales"];

    [Fact]
    public void Tokens_come_back_to_their_places_with_padding_on_either_side()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = tensor(new long[,] { { 1, 1, 0, 0 }, { 0, 1, 1, 1 }, { 0, 1, 0, 0 } });
        Tensor x = arange(24, dtype: ScalarType.Float32).view(3, 4, 2);
        PackedRows rows = PackedRows.Of(mask)!;

        Tensor packed = rows.Pack(x);

        Assert.Equal([2, 3, 1], rows.Lengths);
        Assert.Equal([0, 2, 5], rows.Starts);
        Assert.Equal([0L, 1, 5, 6, 7, 9], rows.Places);
        Assert.Equal([1L, 6L, 2L], packed.shape);
        Assert.Equal((x * mask.unsqueeze(2)).data<float>().ToArray(), rows.Unpack(packed).data<float>().ToArray());
    }

    [Fact]
    public void Batches_with_little_padding_or_an_empty_row_stay_as_they_are()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor little = ones([5, 10], dtype: ScalarType.Int64), empty = ones([5, 10], dtype: ScalarType.Int64);
        little[0, 9] = 0;
        empty[2] = 0;

        Assert.Null(PackedRows.Of(null));
        Assert.Null(PackedRows.Of(little));
        Assert.Null(PackedRows.Of(empty));
    }

    [Theory]
    [MemberData(nameof(Packing))]
    public void Logits_and_gradients_of_a_family_equal_those_of_each_row_alone(string name)
    {
        int[] lengths = [3, 17, 8, 1];
        using DisposeScope scope = NewDisposeScope();
        using Classifier model = TextModelSamples.Create(name);
        Assert.NotNull(PackedRows.Of(TextModelSamples.Batch(lengths).AttentionMask));

        (float[] expected, float[][] expectedGradients) = Train(model, new ForwardContext(), [.. lengths.Select(length => TextModelSamples.Batch(length))]);
        (float[] logits, float[][] gradients) = Train(model, new ForwardContext(), TextModelSamples.Batch(lengths));

        AssertNear(expected, logits);
        Assert.Contains(expectedGradients, gradient => gradient.Any(value => value != 0));
        Assert.All(expectedGradients.Zip(gradients), pair => AssertNear(pair.First, pair.Second));
    }

    [Theory]
    [MemberData(nameof(Packing))]
    public void Predictions_of_a_family_equal_those_of_each_row_alone(string name)
    {
        int[] lengths = [3, 17, 8, 1];
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using Classifier model = TextModelSamples.Create(name);
        float[] Logits(int[] rows) => model.Forward(TextModelSamples.Batch(rows), ForwardContext.Inference).contiguous().data<float>().ToArray();

        AssertNear([.. lengths.SelectMany(length => Logits([length]))], Logits(lengths));
    }

    [Theory]
    [MemberData(nameof(Packing))]
    public void The_same_elements_are_dropped_as_with_padding(string name)
    {
        int[] lengths = [3, 17, 8, 1];
        using DisposeScope scope = NewDisposeScope();
        using Classifier model = TextModelSamples.Create(name);
        ForwardContext Context(ForwardTrace? trace)
        {
            var stream = new DropoutStream(seed: 3);
            stream.BeginStep(2);
            return new ForwardContext { Dropout = stream, Trace = trace };
        }

        // A trace sees padded rows.
        (float[] expected, float[][] expectedGradients) = Train(model, Context(new ForwardTrace()), TextModelSamples.Batch(lengths));
        (float[] logits, float[][] gradients) = Train(model, Context(trace: null), TextModelSamples.Batch(lengths));
        (float[] kept, _) = Train(model, new ForwardContext(), TextModelSamples.Batch(lengths));

        Assert.NotEqual(kept, expected);
        AssertNear(expected, logits);
        Assert.All(expectedGradients.Zip(gradients), pair => AssertNear(pair.First, pair.Second));
    }

    private static (float[] Logits, float[][] Gradients) Train(Classifier model, ForwardContext context, params TextInputs[] batches)
    {
        Tensor logits = cat([.. batches.Select(batch => model.Forward(batch, context))]);
        (logits * arange(logits.numel()).view(logits.shape).sin()).sum().backward();
        Tensor[] weights = [.. model.Weights.Entries.Select(entry => entry.Tensor)];
        float[][] gradients = [.. weights.Select(weight => weight.grad is { } gradient ? gradient.contiguous().data<float>().ToArray() : [])];
        Array.ForEach(weights, weight => weight.grad = null);
        return (logits.detach().contiguous().data<float>().ToArray(), gradients);
    }

    /// <summary>Rows of these lengths.</summary>
    internal static PackedRows Of(params int[] lengths)
    {
        using TextInputs batch = TextModelSamples.Batch(lengths);
        return PackedRows.Of(batch.AttentionMask)!;
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        double allowed = Tolerance * (1 + expected.Select(Math.Abs).DefaultIfEmpty().Max());
        Assert.Equal(expected.Length, actual.Length);
        Assert.DoesNotContain(expected.Zip(actual), pair => !(Math.Abs(pair.First - pair.Second) <= allowed));
    }
}
