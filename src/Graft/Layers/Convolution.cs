using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>A two-dimensional convolution with square kernels and zero padding.</summary>
public sealed class Convolution
{
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly long[]? _unevenPadding;
    private readonly long _groups;
    private readonly long[] _dilation;

    /// <summary>Creates the layer; its values are undefined until weights are loaded or drawn.</summary>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of y.</param>
    /// <param name="kernel">Side of the kernel in pixels.</param>
    /// <param name="stride">Distance between two places of the kernel in pixels.</param>
    /// <param name="padding">Zeros at the left and upper edge, in pixels.</param>
    /// <param name="paddingAfter">Zeros at the right and lower edge; null (the default): as <paramref name="padding"/>.</param>
    /// <param name="groups">Parts that the channels are cut into; as many as there are channels for a depthwise convolution.</param>
    /// <param name="bias">False for a layer without shift.</param>
    /// <param name="dilation">Distance between two pixels of the kernel.</param>
    /// <exception cref="ArgumentException">The channels cannot be cut into that many groups.</exception>
    public Convolution(
        long inputs, long outputs, long kernel, long stride = 1, long padding = 0, long? paddingAfter = null, long groups = 1, bool bias = true,
        long dilation = 1)
    {
        if (inputs % groups != 0 || outputs % groups != 0)
        {
            throw new ArgumentException($"channels ({inputs} to {outputs}) must be divisible by groups ({groups})", nameof(groups));
        }

        long after = paddingAfter ?? padding;
        _stride = [stride, stride];
        _padding = after == padding ? [padding, padding] : [0, 0];
        _unevenPadding = after == padding ? null : [padding, after, padding, after];
        _groups = groups;
        _dilation = [dilation, dilation];
        Weight = Parameters.Create(outputs, inputs / groups, kernel, kernel);
        Bias = bias ? Parameters.Create(outputs) : null;
    }

    /// <summary>Kernels: [outputs, inputs / groups, kernel, kernel].</summary>
    public Parameter Weight { get; }

    /// <summary>Shift: [outputs], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Distance between two places of the kernel in pixels.</summary>
    internal long Stride => _stride[0];

    /// <summary>Zeros at the left and upper edge, and at the right and lower one, in pixels.</summary>
    internal (long Before, long After) Padding =>
        _unevenPadding is null ? (_padding[0], _padding[0]) : (_unevenPadding[0], _unevenPadding[1]);

    /// <summary>Parts that the channels are cut into.</summary>
    internal long Groups => _groups;

    /// <summary>Distance between two pixels of the kernel.</summary>
    internal long Dilation => _dilation[0];

    /// <summary>True for kernels of one pixel at every pixel: each pixel is multiplied with a matrix.</summary>
    internal bool IsPointwise => Weight.shape is [_, _, 1, 1] && Groups == 1 && Stride == 1 && Padding == (0, 0);

    /// <summary>[b,inputs,h,w] -> [b,outputs,h',w'].</summary>
    public Tensor Forward(Tensor x)
    {
        if (x.dtype == Weight.dtype)
        {
            return Forward(x, Weight, Bias);
        }

        using Tensor converted = x.to(Weight.dtype);
        return Forward(converted, Weight, Bias);
    }

    /// <summary>The same with other kernels and shifts in place of the layer's own.</summary>
    internal Tensor Forward(Tensor x, Tensor weight, Tensor? bias)
    {
        if (_unevenPadding is null)
        {
            return nn.functional.conv2d(x, weight, bias, _stride, _padding, _dilation, _groups);
        }

        using Tensor padded = nn.functional.pad(x, _unevenPadding);
        return nn.functional.conv2d(padded, weight, bias, _stride, _padding, _dilation, _groups);
    }
}
