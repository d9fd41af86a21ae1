using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.MobileNetV2;

/// <summary>The first convolution, and the first block on top of it.</summary>
internal sealed class MobileNetV2Stem(MobileNetV2Config config, int outputs)
{
    public MobileNetV2Convolution First { get; } = new(config, config.Channels, config.StemSize, kernel: 3, stride: 2);

    public MobileNetV2Convolution? Expand { get; } =
        config.FirstLayerIsExpansion ? null : new(config, config.StemSize, config.StemSize, kernel: 1);

    public MobileNetV2Convolution Depthwise { get; } = new(
        config, config.StemSize, config.StemSize, kernel: 3, groups: config.StemSize);

    public MobileNetV2Convolution Reduce { get; } = new(config, config.StemSize, outputs, kernel: 1, isActivated: false);

    /// <summary>[b,3,h,w] -> [b,outputs,h/2,w/2].</summary>
    public Tensor Forward(Tensor pixels, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor map = First.Forward(pixels, context);
        if (Expand is not null)
        {
            map = Expand.Forward(map, context);
        }

        return scope.MoveToOuter(Reduce.Forward(Depthwise.Forward(map, context), context));
    }
}
