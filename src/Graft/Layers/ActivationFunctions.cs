using Graft.Layers.Fused;
using Graft.Tensors.Kernels;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>Names and values of <see cref="Activation"/>.</summary>
internal static class ActivationFunctions
{
    /// <summary>The slope within <see cref="Activation.GeluSigmoid"/>.</summary>
    public const double GeluSlope = 1.702;

    /// <summary>The bound of <see cref="Activation.GeluClipped"/>.</summary>
    public const double GeluBound = 10;

    private static readonly Dictionary<string, Activation> Names = new(StringComparer.Ordinal)
    {
        ["gelu"] = Activation.Gelu,
        ["gelu_python"] = Activation.Gelu,
        ["gelu_10"] = Activation.GeluClipped,
        ["gelu_new"] = Activation.GeluTanh,
        ["gelu_fast"] = Activation.GeluTanh,
        ["gelu_accurate"] = Activation.GeluTanh,
        ["gelu_python_tanh"] = Activation.GeluTanh,
        ["gelu_pytorch_tanh"] = Activation.GeluTanh,
        ["quick_gelu"] = Activation.GeluSigmoid,
        ["relu"] = Activation.Relu,
        ["relu6"] = Activation.Relu6,
        ["silu"] = Activation.Silu,
        ["swish"] = Activation.Silu,
        ["tanh"] = Activation.Tanh,
    };

    /// <summary>The names that configurations may use.</summary>
    public static IReadOnlyCollection<string> KnownNames => Names.Keys;

    /// <summary>Reads a configuration's name for an activation.</summary>
    public static bool TryParse(string name, out Activation activation) => Names.TryGetValue(name, out activation);

    /// <summary>Any shape -> a new tensor of the same shape.</summary>
    public static Tensor Apply(this Activation activation, Tensor x) => activation switch
    {
        Activation.Gelu => is_grad_enabled() && TensorAddress.IsReadable(x) ? FusedGelu.Apply(x) : nn.functional.gelu(x),
        Activation.GeluTanh => nn.functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh),
        Activation.GeluSigmoid => GeluBySigmoid(x),
        Activation.GeluClipped => ClippedGelu(x),
        Activation.Relu => nn.functional.relu(x),
        Activation.Relu6 => nn.functional.relu6(x),
        Activation.Silu => nn.functional.silu(x),
        Activation.Tanh => tanh(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    /// <summary>The same, but x itself is overwritten and returned where there is a kernel for that. Only without gradients.</summary>
    public static Tensor Overwrite(this Activation activation, Tensor x) => activation switch
    {
        Activation.Relu => x.relu_(),
        Activation.Relu6 => x.clamp_(0, 6),
        Activation.Silu => nn.functional.silu(x, inplace: true),
        Activation.Tanh => x.tanh_(),
        _ => activation.Apply(x),
    };

    private static Tensor GeluBySigmoid(Tensor x)
    {
        using Tensor scaled = x * GeluSlope;
        using Tensor gate = sigmoid(scaled);
        return x * gate;
    }

    private static Tensor ClippedGelu(Tensor x)
    {
        using Tensor gelu = nn.functional.gelu(x);
        return gelu.clamp(-GeluBound, GeluBound);
    }
}
