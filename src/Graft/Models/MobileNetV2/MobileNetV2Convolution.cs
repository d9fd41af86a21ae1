using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.MobileNetV2;

/// <summary>A convolution with batch norm and, mostly, an activation, padded so that stride 1 keeps the sides.</summary>
internal sealed class MobileNetV2Convolution
{
    // Share of the batch in the running statistics: the published models learn them nearly anew from each batch.
    private const double Momentum = 0.997;

    private readonly int _kernel;
    private readonly int _stride;
    private readonly bool _padsBySize;

    public MobileNetV2Convolution(
        MobileNetV2Config config, int inputs, int outputs, int kernel, int stride = 1, int groups = 1, int dilation = 1, bool isActivated = true)
    {
        _kernel = kernel;
        _stride = stride;

        // TensorFlow's padding depends on the map's side only where the stride is not 1.
        _padsBySize = config.TensorFlowPadding && stride > 1;
        int padding = _padsBySize ? 0 : (kernel - 1) / 2 * dilation;
        Layer = new NormalizedConvolution(
            new Convolution(inputs, outputs, kernel, stride, padding, groups: groups, bias: false, dilation: dilation),
            new BatchNorm(outputs, config.BatchNormEpsilon, Momentum),
            isActivated ? config.Activation : null);
    }

    public NormalizedConvolution Layer { get; }

    /// <summary>True if the zeros at the edges depend on the map's side, as TensorFlow's "same" padding has it.</summary>
    public bool PadsBySize => _padsBySize;

    /// <summary>[b,inputs,h,w] -> [b,outputs,⌈h/stride⌉,⌈w/stride⌉].</summary>
    public Tensor Forward(Tensor x, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        if (_padsBySize)
        {
            (long top, long bottom) = Padding(x.shape[2]);
            (long left, long right) = Padding(x.shape[3]);
            x = nn.functional.pad(x, [left, right, top, bottom]);
        }

        return scope.MoveToOuter(Layer.Forward(x, context));
    }

    // Zeros before and after a side, so that the outputs are its length divided by the stride, rounded up.
    private (long Before, long After) Padding(long length)
    {
        long rest = length % _stride;
        long all = Math.Max(_kernel - (rest == 0 ? _stride : rest), 0);
        return (all / 2, all - all / 2);
    }
}
