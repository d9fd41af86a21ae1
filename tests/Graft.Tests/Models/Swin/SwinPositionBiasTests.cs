using Graft.Models.Swin;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models.Swin;

public sealed class SwinPositionBiasTests
{
    [Theory]
    [InlineData(7, 7)]
    [InlineData(4, 4)]
    [InlineData(5, 3)]
    [InlineData(1, 1)]
    public void The_bias_of_two_patches_is_the_number_of_their_distance(int tableWindow, int window)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        const int Heads = 2;
        var bias = new SwinPositionBias(tableWindow, Heads);
        long span = 2 * tableWindow - 1;
        bias.Table.copy_(arange(span * span * Heads, dtype: ScalarType.Float32).view(span * span, Heads));

        Tensor values = bias.Forward(window);                                          // [1,heads,n,n]

        Assert.Equal(new long[] { 1, Heads, window * window, window * window }, values.shape);
        for (int head = 0; head < Heads; head++)
        {
            for (int query = 0; query < window * window; query++)
            {
                for (int key = 0; key < window * window; key++)
                {
                    long down = query / window - key / window + tableWindow - 1, right = query % window - key % window + tableWindow - 1;
                    Assert.Equal((down * span + right) * Heads + head, values[0, head, query, key].item<float>());
                }
            }
        }

        bias.Table.Dispose();
    }
}
