using System.Runtime.InteropServices;
using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers.Fused;

/// <summary>Each fused step against the same computation by libtorch's own operations and gradients, dropout masks included.</summary>
public sealed class FusedStepTests
{
    private const double Tolerance = 2e-5;
    private const int Batch = 3;

    public static TheoryData<int, int, int, double, bool> AttentionShapes => new()
    {
        // heads, tokens, head size, dropout, padded
        { 2, 1, 4, 0, false },
        { 2, 7, 8, 0, true },
        { 4, 16, 5, 0.1, false },
        { 3, 33, 8, 0.3, true },
        { 2, 130, 16, 0.1, true },
        { 12, 512, 4, 0.1, true },
    };

    public static TheoryData<int, double, bool> NormShapes => new()
    {
        { 3, 0, true }, { 15, 0.2, true }, { 16, 0, false }, { 37, 0.5, true }, { 768, 0.1, true },
    };

    [Theory]
    [MemberData(nameof(AttentionShapes))]
    public void Attention_equals_products_and_softmax(int heads, int tokens, int headSize, double dropout, bool padded)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] shape = [Batch, heads, tokens, headSize];
        Tensor[] inputs = Random(seed: 1, shape, shape, shape);
        Tensor? mask = padded ? zeros(Batch, 1, 1, tokens) : null;
        mask?[0, 0, 0].narrow(0, tokens / 2, tokens - tokens / 2 - (tokens > 1 ? 0 : 1)).fill_(float.MinValue);

        Compare(inputs, (x, context) => FusedAttention.Apply(x[0], x[1], x[2], mask, dropout, context), PlainAttention(mask, dropout));
    }

    [Theory]
    [InlineData(3, 9, false, false)]
    [InlineData(3, 9, true, false)]
    [InlineData(12, 300, true, false)]
    [InlineData(12, 300, false, false)]
    [InlineData(4, 90, true, true)]
    public void Attention_in_bfloat16_is_that_of_single_precision_rounded_however_the_heads_lie(int heads, int tokens, bool isByToken, bool isPacked)
    {
        using DisposeScope scope = NewDisposeScope();
        PackedRows? rows = isPacked ? PackedRowsTests.Of([tokens / 3, tokens - tokens / 3]) : null;
        int batch = isPacked ? 1 : 2;
        long[] shape = isByToken ? [batch, tokens, heads, 16] : [batch, heads, tokens, 16];
        Tensor[] exact = Random(seed: 4, shape, shape, shape), brief = Array.ConvertAll(exact, x => x.detach().to(ScalarType.BFloat16).requires_grad_());
        foreach (Tensor[] inputs in (Tensor[][])[exact, brief])
        {
            Tensor[] views = isByToken ? Array.ConvertAll(inputs, x => x.transpose(1, 2)) : inputs;
            Tensor mixed = FusedAttention.Apply(views[0], views[1], views[2], mask: null, 0.1, Context(), rows);
            Assert.Equal(isByToken && tokens > 9, mixed.stride(1) < mixed.stride(2));
            (mixed * arange(mixed.NumberOfElements).view(mixed.shape).sin()).sum().backward();
            FusedFailure.ThrowIfAny();
        }

        Assert.All(exact.Zip(brief), pair =>
        {
            float error = (pair.First.grad! - pair.Second.grad!.to(ScalarType.Float32)).norm().item<float>() / pair.First.grad!.norm().item<float>();
            Assert.InRange(error, 1e-6f, 0.02f);
        });

        static ForwardContext Context()
        {
            var stream = new DropoutStream(seed: 7);
            stream.BeginStep(3);
            return new ForwardContext { Dropout = stream };
        }
    }

    [Theory]
    [InlineData(0, new[] { 7, 1, 12 })]
    [InlineData(0.2, new[] { 7, 1, 12 })]
    [InlineData(0.1, new[] { 130, 300, 5 })]
    public void Attention_of_rows_laid_end_to_end_equals_that_of_each_row(double dropout, int[] lengths)
    {
        const int Heads = 4;
        using DisposeScope scope = NewDisposeScope();
        PackedRows rows = PackedRowsTests.Of(lengths);
        long[] shape = [1, Heads, lengths.Sum(), 8];

        Compare(Random(seed: 2, shape, shape, shape), (x, context) => FusedAttention.Apply(x[0], x[1], x[2], mask: null, dropout, context, rows), Plain);

        Tensor Plain(Tensor[] x, ForwardContext context)
        {
            // Drawn for the padded batch.
            Tensor? kept = dropout == 0 ? null : context.Dropout!.NextMask([lengths.Length, Heads, lengths.Max(), lengths.Max()], dropout);
            return cat([.. lengths.Select(OneRow)], dim: 2);

            Tensor OneRow(int length, int number)
            {
                Tensor[] row = Array.ConvertAll(x, one => one.narrow(2, rows.Starts[number], length));
                Tensor probabilities = (row[0].matmul(row[1].transpose(-2, -1)) / Math.Sqrt(8)).softmax(-1);
                return (kept is null ? probabilities : probabilities * kept[number].narrow(1, 0, length).narrow(2, 0, length)).matmul(row[2]);
            }
        }
    }

    [Theory]
    [InlineData(4, 5, true, true, true)]        // short rows: several in one portion
    [InlineData(4, 5, false, true, true)]
    [InlineData(4, 5, false, false, true)]
    [InlineData(3, 130, false, true, true)]
    [InlineData(2, 300, true, true, true)]
    [InlineData(12, 300, true, false, true)]    // one row's heads in several portions
    [InlineData(12, 300, false, true, false)]
    public void Attention_adds_a_bias_and_gives_its_gradient(int heads, int tokens, bool differsByRow, bool differsByHead, bool differsByQuery)
    {
        const double Dropout = 0.1;
        using DisposeScope scope = NewDisposeScope();
        long[] shape = [Batch, heads, tokens, 4], biasShape = [differsByRow ? Batch : 1, differsByHead ? heads : 1, differsByQuery ? tokens : 1, tokens];

        Compare(
            Random(seed: 3, shape, shape, shape, biasShape),
            (x, context) => FusedAttention.Apply(x[0], x[1], x[2], x[3], Dropout, context),
            (x, context) => PlainAttention(x[3], Dropout)(x, context));
    }

    [Theory]
    [InlineData(new[] { 7, 1, 12 })]
    [InlineData(new[] { 130, 300, 5 })]
    public void Rows_laid_end_to_end_add_their_part_of_a_bias(int[] lengths)
    {
        const int Heads = 4;
        using DisposeScope scope = NewDisposeScope();
        PackedRows rows = PackedRowsTests.Of(lengths);
        long[] shape = [1, Heads, lengths.Sum(), 8];

        Compare(
            Random(seed: 4, shape, shape, shape, [1, Heads, lengths.Max(), lengths.Max()]),
            (x, context) => FusedAttention.Apply(x[0], x[1], x[2], x[3], probability: 0, context, rows),
            (x, context) => cat([.. lengths.Select((length, number) => OneRow(x, length, number, context))], dim: 2));

        Tensor OneRow(Tensor[] x, int length, int number, ForwardContext context)
        {
            Tensor[] row = Array.ConvertAll(x[..3], one => one.narrow(2, rows.Starts[number], length));
            return PlainAttention(x[3].narrow(2, 0, length).narrow(3, 0, length), dropout: 0)(row, context);
        }
    }

    [Theory]
    [InlineData(12, 200, 4, 0.1)]
    [InlineData(3, 300, 8, 0)]
    [InlineData(2, 9, 8, 0.1)]
    public void Attention_reads_heads_that_lie_between_tokens_as_they_are(int heads, int tokens, int headSize, double dropout)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] shape = [Batch, tokens, heads, headSize];
        Tensor mask = zeros(Batch, 1, 1, tokens);
        mask[1, 0, 0].narrow(0, tokens - 2, 2).fill_(float.MinValue);
        Tensor[] Turned(Tensor[] x) => Array.ConvertAll(x, one => one.transpose(1, 2));

        Compare(
            Random(seed: 5, shape, shape, shape),
            (x, context) => FusedAttention.Apply(Turned(x)[0], Turned(x)[1], Turned(x)[2], mask, dropout, context),
            (x, context) => PlainAttention(mask, dropout)(Turned(x), context));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Projections_equal_three_layers(bool hasKeyShift)
    {
        using DisposeScope scope = NewDisposeScope();
        Linear query = DrawnLinear.Of(8, 12, seed: 1), drawn = DrawnLinear.Of(8, 12, seed: 2), value = DrawnLinear.Of(8, 12, seed: 3);
        Linear key = hasKeyShift ? drawn : new Linear(8, 12, bias: false);
        using (no_grad())
        {
            key.Weight.copy_(drawn.Weight);
        }

        Tensor[] weights = [query.Weight, query.Bias!, key.Weight, value.Weight, value.Bias!];
        Compare(
            Random(seed: 6, [Batch, 5, 8]),
            (x, _) => Mixed(FusedProjections.Apply(x[0], query, key, value)),
            (x, _) => Mixed((query.Forward(x[0]), key.Forward(x[0]), value.Forward(x[0]))),
            hasKeyShift ? [.. weights, key.Bias!] : weights);

        static Tensor Mixed((Tensor Query, Tensor Key, Tensor Value) all) => all.Query * all.Key.sin() + all.Value * all.Query;
    }

    [Fact]
    public void Projections_of_a_frozen_layer_get_no_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Linear query = DrawnLinear.Of(8, 12, seed: 1), key = DrawnLinear.Of(8, 12, seed: 2), value = DrawnLinear.Of(8, 12, seed: 3);
        key.Weight.requires_grad = false;
        (Tensor q, Tensor k, Tensor v) = FusedProjections.Apply(rand(2, 3, 8), query, key, value);
        (q + k + v).sum().backward();
        FusedFailure.ThrowIfAny();
        Assert.Null(key.Weight.grad);
        Assert.NotNull(key.Bias!.grad);
        Assert.NotNull(query.Weight.grad);
    }

    [Theory]
    [MemberData(nameof(NormShapes))]
    public void Dropout_sum_and_norm_equal_their_parts(int width, double dropout, bool hasShift)
    {
        using DisposeScope scope = NewDisposeScope();
        var norm = new LayerNorm(width, 1e-5, hasShift);
        Tensor[] weights = hasShift ? [norm.Weight, norm.Bias!] : [norm.Weight];
        using (no_grad())
        {
            Array.ForEach(weights, weight => weight.copy_(rand(width) + 0.5));
        }

        Compare(
            Random(seed: 2, [Batch, 70, width], [Batch, 70, width]),
            // The branch's memory is taken, so it must not be the test's own.
            (x, context) => DropoutAddNorm.Apply(x[0] * 1, x[1], norm, dropout, context),
            (x, context) => nn.functional.layer_norm(Dropped(x[0], dropout, context) + x[1], [width], norm.Weight, norm.Bias, 1e-5),
            weights);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(4099)]
    public void Gelu_equals_its_definition(int width)
    {
        using DisposeScope scope = NewDisposeScope();
        Compare(Random(seed: 3, [Batch, width]), (x, _) => FusedGelu.Apply(x[0] * 3), (x, _) => nn.functional.gelu(x[0] * 3));
    }

    [Theory]
    [InlineData(8, 12)]
    [InlineData(33, 70)]
    public void A_feed_forward_block_equals_its_layers(int width, int inner)
    {
        using DisposeScope scope = NewDisposeScope();
        Linear up = DrawnLinear.Of(width, inner, seed: 1), down = DrawnLinear.Of(inner, width, seed: 2);
        Compare(
            Random(seed: 4, [Batch, 9, width]),
            (x, _) => FusedFeedForward.Apply(x[0], up, down),
            (x, _) => nn.functional.linear(nn.functional.gelu(nn.functional.linear(x[0], up.Weight, up.Bias)), down.Weight, down.Bias),
            up.Weight, up.Bias!, down.Weight, down.Bias!);
    }

    [Fact]
    public void Frozen_weights_get_no_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Linear up = DrawnLinear.Of(8, 12, seed: 1), down = DrawnLinear.Of(12, 8, seed: 2);
        up.Weight.requires_grad = false;
        FusedFeedForward.Apply(rand(2, 8), up, down).sum().backward();
        Assert.Null(up.Weight.grad);
        Assert.NotNull(down.Weight.grad);
    }

    [Fact]
    public void A_mask_for_other_keys_is_left_to_libtorch()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = zeros(2, 3, 9, 16), shorter = zeros(2, 1, 1, 8);
        bool isServed = FusedAttention.Serves(x, mask: null);

        Assert.Equal(isServed, FusedAttention.Serves(x, zeros(1, 3, 9, 9)));
        Assert.False(FusedAttention.Serves(x, shorter));
        Assert.False(FusedAttention.Serves(x, zeros(1, 3, 9, 10)));
        Assert.Throws<ExternalException>(() => ScaledDotProduct.Apply(x, x, x, shorter, dropout: 0, new ForwardContext()));
    }

    [Fact]
    public void A_failure_within_a_step_is_thrown_by_who_asked_for_it()
    {
        using DisposeScope scope = NewDisposeScope();
        Linear up = DrawnLinear.Of(8, 12, seed: 1), down = DrawnLinear.Of(13, 8, seed: 2);
        Assert.ThrowsAny<Exception>(() => FusedFeedForward.Apply(rand(2, 8), up, down));
        FusedFailure.ThrowIfAny();
    }

    // Values and gradients of both ways; the sum is weighted, so that no gradient is the same everywhere.
    private static void Compare(
        Tensor[] inputs, Func<Tensor[], ForwardContext, Tensor> fused, Func<Tensor[], ForwardContext, Tensor> plain, params Tensor[] weights)
    {
        (float[] Value, float[][] Gradients) Run(Func<Tensor[], ForwardContext, Tensor> way)
        {
            var stream = new DropoutStream(seed: 7);
            stream.BeginStep(3);
            Tensor y = way(inputs, new ForwardContext { Dropout = stream });
            (y * arange(y.NumberOfElements).view(y.shape).sin()).sum().backward();
            FusedFailure.ThrowIfAny();
            Tensor[] leaves = [.. inputs, .. weights];
            float[][] gradients = [.. leaves.Select(leaf => leaf.grad!.contiguous().data<float>().ToArray())];
            Array.ForEach(leaves, leaf => leaf.grad = null);
            return (y.detach().contiguous().data<float>().ToArray(), gradients);
        }

        (float[] value, float[][] gradients) = Run(fused);
        (float[] expected, float[][] expectedGradients) = Run(plain);
        AssertNear(expected, value);
        Assert.Equal(expectedGradients.Length, gradients.Length);
        for (int i = 0; i < gradients.Length; i++)
        {
            AssertNear(expectedGradients[i], gradients[i]);
        }
    }

    private static Func<Tensor[], ForwardContext, Tensor> PlainAttention(Tensor? mask, double dropout) => (x, context) =>
    {
        Tensor scores = x[0].matmul(x[1].transpose(-2, -1)) / Math.Sqrt(x[0].shape[^1]);
        Tensor probabilities = (mask is null ? scores : scores + mask).softmax(-1);
        return Dropped(probabilities, dropout, context).matmul(x[2]);
    };

    private static void AssertNear(float[] expected, float[] actual)
    {
        double allowed = Tolerance * (1 + expected.Max(Math.Abs));
        Assert.Equal(expected.Length, actual.Length);
        Assert.DoesNotContain(expected.Zip(actual), pair => !(Math.Abs(pair.First - pair.Second) <= allowed));
    }

    private static Tensor Dropped(Tensor x, double probability, ForwardContext context) =>
        probability == 0 ? x : x * context.Dropout!.NextMask(x.shape, probability);

    private static Tensor[] Random(long seed, params long[][] shapes)
    {
        using var generator = new Generator((ulong)seed);
        return [.. shapes.Select(shape => randn(shape, generator: generator).requires_grad_())];
    }
}
