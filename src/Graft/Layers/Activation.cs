namespace Graft.Layers;

/// <summary>The element-wise functions that published configurations name.</summary>
public enum Activation
{
    /// <summary>x Φ(x), by the error function ("gelu").</summary>
    Gelu,

    /// <summary>The tanh approximation of GELU ("gelu_new", "gelu_pytorch_tanh", "gelu_fast").</summary>
    GeluTanh,

    /// <summary>max(0, x) ("relu").</summary>
    Relu,

    /// <summary>min(max(0, x), 6) ("relu6").</summary>
    Relu6,

    /// <summary>x sigmoid(x) ("silu", "swish").</summary>
    Silu,

    /// <summary>tanh(x) ("tanh").</summary>
    Tanh,
}
