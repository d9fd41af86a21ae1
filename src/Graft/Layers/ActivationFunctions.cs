using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>Names and values of <see cref="Activation"/>.</summary>
internal static class ActivationFunctions
{
    private static readonly Dictionary<string, Activation> Names = new(StringComparer.Ordinal)
    {
        ["gelu"] = Activation.Gelu,
        ["gelu_new"] = Activation.GeluTanh,
        ["gelu_fast"] = Activation.GeluTanh,
        ["gelu_pytorch_tanh"] = Activation.GeluTanh,
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
        Activation.Gelu => nn.functional.gelu(x),
        Activation.GeluTanh => nn.functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh),
        Activation.Relu => nn.functional.relu(x),
        Activation.Relu6 => nn.functional.relu6(x),
        Activation.Silu => nn.functional.silu(x),
        Activation.Tanh => tanh(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };
}
