using System.Runtime.InteropServices;
using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers.Fused;

/// <summary>Attention of a prediction by our kernel, against libtorch's.</summary>
public sealed class PredictionAttentionTests
{
    private const double Tolerance = 3e-6;

    public PredictionAttentionTests() => Assert.SkipUnless(AttentionKernel.IsSupported, "the kernel is written for processors with AVX2 and FMA");

    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 1, 1, 1, 8 }, { 2, 3, 2, 16 }, { 1, 2, 5, 24 }, { 3, 2, 6, 32 }, { 1, 12, 13, 64 }, { 2, 2, 16, 40 }, { 1, 1, 33, 80 }, { 2, 4, 47, 32 }, { 1, 2, 197, 64 }, { 1, 1, 700, 8 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Results_equal_those_of_libtorch_whether_heads_lie_side_by_side_or_not(int batch, int heads, int tokens, int size)
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor query, Tensor key, Tensor value) = (Draw(1), Draw(2), Draw(3));
        Tensor expected = nn.functional.scaled_dot_product_attention(query, key, value);

        Assert.True(PredictionAttention.Serves(query, key, value, mask: null));
        AssertNear(expected, PredictionAttention.Apply(query, key, value, mask: null));
        AssertNear(expected, PredictionAttention.Apply(query.contiguous(), key.contiguous(), value, mask: null));

        Tensor Draw(ulong seed) => Vectors(batch, heads, tokens, size, seed);
    }

    [Fact]
    public void Masked_keys_weigh_nothing_and_a_row_without_any_stays_finite()
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor query = Vectors(3, 2, 21, 16, 1), key = Vectors(3, 2, 21, 16, 2), value = Vectors(3, 2, 21, 16, 3);
        Tensor seen = ones([3, 21], dtype: ScalarType.Int64);
        seen[0, TensorIndex.Slice(7)] = 0;
        seen[1, TensorIndex.Slice(0, 4)] = 0;
        seen[2] = 0;
        Tensor mask = AttentionMask.Padding(seen)!;

        Tensor mixed = PredictionAttention.Apply(query, key, value, mask);

        AssertNear(nn.functional.scaled_dot_product_attention(query, key, value, mask), mixed);
        Tensor alone = PredictionAttention.Apply(query.narrow(0, 0, 1).narrow(2, 0, 7), key.narrow(0, 0, 1).narrow(2, 0, 7), value.narrow(0, 0, 1).narrow(2, 0, 7), mask: null);
        AssertNear(alone, mixed.narrow(0, 0, 1).narrow(2, 0, 7));
    }

    [Fact]
    public void A_bias_by_key_is_added_to_the_scores()
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor query = Vectors(2, 3, 21, 16, 1), key = Vectors(2, 3, 21, 16, 2), value = Vectors(2, 3, 21, 16, 3), bias = Vectors(2, 1, 1, 21, 4);

        Assert.Equal([2L, 1, 1, 21], bias.shape);
        AssertNear(nn.functional.scaled_dot_product_attention(query, key, value, bias), PredictionAttention.Apply(query, key, value, bias));
    }

    [Fact]
    public void Great_scores_do_not_overflow_and_what_is_not_a_number_shows()
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor query = Vectors(1, 1, 20, 16, 1) * 300, key = Vectors(1, 1, 20, 16, 2), value = Vectors(1, 1, 20, 16, 3);
        AssertNear(nn.functional.scaled_dot_product_attention(query, key, value), PredictionAttention.Apply(query, key, value, mask: null));

        query[0, 0, 4, 2] = float.NaN;
        bool[] unknown = [.. PredictionAttention.Apply(query, key, value, mask: null).isnan().all(dim: 3).flatten().data<bool>()];
        Assert.Equal(Enumerable.Range(0, 20).Select(row => row == 4), unknown);
    }

    [Fact]
    public void Rows_laid_end_to_end_attend_to_themselves()
    {
        int[] lengths = [1, 6, 130, 17];
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor seen = stack(lengths.Select(length => arange(130).lt(length).to(ScalarType.Int64)));
        PackedRows rows = PackedRows.Of(seen)!;
        Tensor query = Vectors(1, 2, lengths.Sum(), 32, 1), key = Vectors(1, 2, lengths.Sum(), 32, 2), value = Vectors(1, 2, lengths.Sum(), 32, 3);
        Tensor expected = cat([.. rows.Split(query).Zip(rows.Split(key), rows.Split(value)).Select(row => nn.functional.scaled_dot_product_attention(row.First, row.Second, row.Third))], dim: 2);

        AssertNear(expected, PredictionAttention.Apply(query, key, value, mask: null, rows));
    }

    [Fact]
    public void Others_are_left_to_libtorch()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Vectors(2, 2, 9, 16, 1), odd = Vectors(2, 2, 9, 12, 1), full = zeros([2, 1, 9, 9]), shorter = zeros([2, 1, 1, 8]);
        Assert.False(PredictionAttention.Serves(x, x, x, mask: null));      // gradients
        using IDisposable gradientsOff = no_grad();

        Assert.False(PredictionAttention.Serves(odd, odd, odd, mask: null));
        Assert.False(PredictionAttention.Serves(x, x, x, full));
        Assert.False(PredictionAttention.Serves(x, x, x, shorter));
        Assert.Throws<ExternalException>(() => ScaledDotProduct.Apply(x, x, x, shorter, dropout: 0, ForwardContext.Inference));
        Assert.False(PredictionAttention.Serves(x, x, x.bfloat16(), mask: null));
        Assert.False(PredictionAttention.Serves(x.transpose(2, 3).contiguous().transpose(2, 3), x, x, mask: null));
    }

    // [b,h,t,d], views of [b,t,h,d].
    private static Tensor Vectors(int batch, int heads, int tokens, int size, ulong seed)
    {
        using var generator = new Generator(seed);
        return randn([batch, tokens, heads, size], generator: generator).transpose(1, 2);
    }

    private static void AssertNear(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, Tolerance);
    }
}
