using Graft.Layers;
using Graft.Models;
using Graft.Models.DebertaV2;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models.DebertaV2;

/// <summary>Attention and convolution against the sums of the paper, written out number by number.</summary>
public sealed class DisentangledAttentionTests
{
    private const int Tokens = 7;
    private const int Width = 6;
    private const int Heads = 2;
    private const int Span = 3;

    [Theory]
    [InlineData(PositionAttention.None, true)]
    [InlineData(PositionAttention.ContentToPosition, true)]
    [InlineData(PositionAttention.ContentToPosition, false)]
    [InlineData(PositionAttention.PositionToContent, false)]
    [InlineData(PositionAttention.ContentToPosition | PositionAttention.PositionToContent, false)]
    [InlineData(PositionAttention.ContentToPosition | PositionAttention.PositionToContent, true)]
    public void Scores_add_up_content_and_distances(PositionAttention kinds, bool shared)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        var config = new DebertaV2Config
        {
            HiddenSize = Width, EmbeddingSize = Width, Heads = Heads, MaxDistance = Span, HasRelativeAttention = true,
            PositionAttention = kinds, SharesProjections = shared, TokenTypes = 0, Layers = 1, VocabularySize = 4,
            HasAbsolutePositions = false, IntermediateSize = 4,
        };
        using var trunk = new Graft.Models.DebertaV2.DebertaV2(config);
        TextModelSamples.Fill(trunk.Weights);
        manual_seed(1);
        Tensor x = randn(1, Tokens, Width);
        DisentangledAttention attention = trunk.Encoder[0].Attention;
        Assert.Equal(!shared && kinds.HasFlag(PositionAttention.ContentToPosition), trunk.Weights.Find("encoder.layer.0.attention.self.pos_key_proj.weight") is not null);
        Tensor table = trunk.Distances!.Weight;
        Tensor actual = attention.Forward(x, null, RelativePositions.Create(table, Tokens, config), rows: null, ForwardContext.Inference);

        double[,] expected = Expected(attention, Numbers(x[0]), Numbers(table), kinds);
        for (int i = 0; i < Tokens; i++)
        {
            for (int j = 0; j < Width; j++)
            {
                Assert.Equal(expected[i, j], actual[0, i, j].item<float>(), 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_convolution_sums_over_neighbours_and_is_zero_at_padding(int groups)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        const int Kernel = 3;
        var config = new DebertaV2Config
        {
            HiddenSize = Width, EmbeddingSize = Width, Heads = Heads, Layers = 1, VocabularySize = 4, IntermediateSize = 4, MaxPositions = 4,
            ConvolutionWidth = Kernel, ConvolutionGroups = groups, ConvolutionActivation = Activation.Tanh,
        };
        using var trunk = new Graft.Models.DebertaV2.DebertaV2(config);
        TextModelSamples.Fill(trunk.Weights);
        manual_seed(1);
        Tensor embedded = randn(1, Tokens, Width), hidden = randn(1, Tokens, Width);
        Tensor isToken = ones(1, Tokens, 1);
        isToken[0, Tokens - 1, 0] = 0;
        DebertaV2Convolution convolution = trunk.Convolution!;
        Tensor actual = convolution.Forward(embedded * isToken, hidden, isToken, ForwardContext.Inference);

        double[,] input = Numbers((embedded * isToken)[0]), residual = Numbers(hidden[0]);
        int perGroup = Width / groups;
        var summed = new double[Tokens, Width];
        for (int t = 0; t < Tokens; t++)
        {
            for (int o = 0; o < Width; o++)
            {
                double sum = convolution.Bias[o].item<float>();
                for (int i = 0; i < perGroup; i++)
                {
                    for (int k = 0; k < Kernel; k++)
                    {
                        int at = t + k - 1;
                        sum += at < 0 || at >= Tokens ? 0 : convolution.Weight[o, i, k].item<float>() * input[at, o / perGroup * perGroup + i];
                    }
                }

                summed[t, o] = residual[t, o] + Math.Tanh(sum);
            }
        }

        Tensor expected = convolution.Norm.Forward(tensor(summed).to(ScalarType.Float32));
        Assert.True((actual[0].narrow(0, 0, Tokens - 1) - expected.narrow(0, 0, Tokens - 1)).abs().max().item<float>() <= 1e-5);
        Assert.Equal(0, actual[0, Tokens - 1].abs().max().item<float>());
    }

    private static double[,] Expected(DisentangledAttention attention, double[,] x, double[,] table, PositionAttention kinds)
    {
        double[,] query = Project(attention.Query, x), key = Project(attention.Key, x), value = Project(attention.Value, x);
        double[,]? positionKey = attention.PositionKey is { } byKey ? Project(byKey, table) : null;
        double[,]? positionQuery = attention.PositionQuery is { } byQuery ? Project(byQuery, table) : null;
        int kindsOfScore = 1 + (positionKey is null ? 0 : 1) + (positionQuery is null ? 0 : 1);
        Assert.Equal(kinds.HasFlag(PositionAttention.PositionToContent), positionQuery is not null);
        const int HeadSize = Width / Heads;
        var result = new double[Tokens, Width];
        for (int head = 0; head < Heads; head++)
        {
            int from = head * HeadSize;
            for (int i = 0; i < Tokens; i++)
            {
                double[] weights = new double[Tokens];
                for (int j = 0; j < Tokens; j++)
                {
                    int row = Math.Clamp(i - j + Span, 0, 2 * Span - 1);        // delta(i, j) of the paper
                    int back = Math.Clamp(-(j - i) + Span, 0, 2 * Span - 1);    // the query seen from the key
                    double score = Dot(query, i, key, j, from, HeadSize);
                    score += positionKey is null ? 0 : Dot(query, i, positionKey, row, from, HeadSize);
                    score += positionQuery is null ? 0 : Dot(key, j, positionQuery, back, from, HeadSize);
                    weights[j] = Math.Exp(score / Math.Sqrt(HeadSize * kindsOfScore));
                }

                double total = weights.Sum();
                for (int c = from; c < from + HeadSize; c++)
                {
                    for (int j = 0; j < Tokens; j++)
                    {
                        result[i, c] += weights[j] / total * value[j, c];
                    }
                }
            }
        }

        return result;
    }

    private static double Dot(double[,] a, int row, double[,] b, int other, int from, int count) =>
        Enumerable.Range(from, count).Sum(c => a[row, c] * b[other, c]);

    private static double[,] Project(Linear layer, double[,] x)
    {
        double[,] weight = Numbers(layer.Weight);
        var result = new double[x.GetLength(0), weight.GetLength(0)];
        for (int i = 0; i < x.GetLength(0); i++)
        {
            for (int o = 0; o < weight.GetLength(0); o++)
            {
                result[i, o] = layer.Bias![o].item<float>() + Enumerable.Range(0, x.GetLength(1)).Sum(c => x[i, c] * weight[o, c]);
            }
        }

        return result;
    }

    private static double[,] Numbers(Tensor matrix)
    {
        float[] values = matrix.contiguous().data<float>().ToArray();
        var result = new double[matrix.shape[0], matrix.shape[1]];
        Buffer.BlockCopy(values.Select(value => (double)value).ToArray(), 0, result, 0, values.Length * sizeof(double));
        return result;
    }
}
