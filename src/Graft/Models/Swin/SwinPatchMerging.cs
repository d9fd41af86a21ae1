using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Swin;

/// <summary>Makes one patch of each square of four: half the sides, twice the channels.</summary>
/// <param name="width">Channels before.</param>
internal sealed class SwinPatchMerging(int width)
{
    // The published models keep this value here, whatever the configuration says of the other norms.
    private const double Epsilon = 1e-5;

    public LayerNorm Norm { get; } = new(4 * width, Epsilon);

    public Linear Reduction { get; } = new(4 * width, 2 * width, bias: false);

    /// <summary>[b,h·w,c] -> [b,⌈h/2⌉·⌈w/2⌉,2c]; zeros fill an odd side.</summary>
    public Tensor Forward(Tensor x, long height, long breadth)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor map = x.view(-1, height, breadth, width);
        if (height % 2 + breadth % 2 > 0)
        {
            map = nn.functional.pad(map, [0, 0, 0, breadth % 2, 0, height % 2]);
        }

        Tensor squares = map.view(-1, (height + 1) / 2, 2, (breadth + 1) / 2, 2, width);
        Tensor four = squares.permute(0, 1, 3, 4, 2, 5)                                // column by column
            .reshape(x.shape[0], -1, 4 * width);
        return scope.MoveToOuter(Reduction.Forward(Norm.Forward(four)));
    }
}
