using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Tensors;

public sealed class DropoutMaskTests
{
    [Theory]
    [InlineData(0.1, 64, 5)]
    [InlineData(0.5, 37, 9)]
    [InlineData(0.999, 4100, 3)]
    [InlineData(0.25, 1, 20)]
    public void Drawn_bits_are_those_of_the_whole_mask(double probability, int width, int rows)
    {
        using Tensor whole = Stream().NextMask([rows, width], probability);
        DropoutMask mask = Stream().Next(probability);
        float[] expected = whole.data<float>().ToArray();
        var bits = new ulong[DropoutMask.WordsPerRow(width)];
        for (int row = 0; row < rows; row++)
        {
            mask.Draw((long)row * width, width, bits);
            for (int i = 0; i < width; i++)
            {
                unsafe
                {
                    fixed (ulong* first = bits)
                    {
                        Assert.Equal(expected[row * width + i], DropoutMask.Factor(first, i, mask.Scale));
                    }
                }
            }
        }
    }

    private static DropoutStream Stream()
    {
        var stream = new DropoutStream(seed: 11);
        stream.BeginStep(2);
        return stream;
    }
}
