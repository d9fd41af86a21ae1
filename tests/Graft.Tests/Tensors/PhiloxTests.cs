using Graft.Tensors;
using TorchSharp;

namespace Graft.Tests.Tensors;

public sealed class PhiloxTests
{
    // Known answers of the generator's own library (kat_vectors, philox4x32 with 10 rounds).
    [Theory]
    [InlineData(0ul, 0ul, 0ul, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    public void Known_answers(ulong key, ulong stream, ulong block, uint a, uint b, uint c, uint d)
    {
        Span<uint> words = stackalloc uint[4];

        Philox.Fill(key, stream, block, words);

        Assert.Equal([a, b, c, d], words.ToArray());
    }

    [Fact]
    public void Eight_blocks_at_once_are_the_blocks_one_by_one()
    {
        var together = new uint[4 * 21];
        Philox.Fill(123, 45, 6, together);
        for (int block = 0; block < 21; block++)
        {
            var one = new uint[4];
            Philox.Fill(123, 45, 6 + (ulong)block, one);
            Assert.Equal(one, together[(4 * block)..(4 * block + 4)]);
        }
    }

    [Fact]
    public void A_mask_depends_on_seed_step_and_place_but_not_on_threads()
    {
        int before = torch.get_num_threads();
        try
        {
            float[] one = Mask(1, seed: 7, step: 3), two = Mask(2, seed: 7, step: 3);
            Assert.Equal(one, two);
            Assert.NotEqual(one, Mask(1, seed: 8, step: 3));
            Assert.NotEqual(one, Mask(1, seed: 7, step: 4));
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void A_mask_drops_its_share_and_keeps_the_mean(double probability)
    {
        var stream = new DropoutStream(1);
        stream.BeginStep(0);
        using torch.Tensor mask = stream.NextMask([300, 1000], probability);
        float[] values = mask.data<float>().ToArray();

        Assert.Equal(probability, values.Count(value => value == 0) / (double)values.Length, 0.005);
        Assert.Equal(1.0, values.Average(), 0.01);
    }

    private static float[] Mask(int threads, ulong seed, long step)
    {
        torch.set_num_threads(threads);
        var stream = new DropoutStream(seed);
        stream.BeginStep(step);
        using torch.Tensor mask = stream.NextMask([401, 333], 0.1);
        return mask.data<float>().ToArray();
    }
}
