namespace Graft.Layers;

/// <summary>The element-wise functions that published configurations name.</summary>
public enum Activation
{
    /// <summary>x Φ(x), by the error function ("gelu", "gelu_python").</summary>
    Gelu,

    /// <summary>The tanh approximation of GELU ("gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_accurate", "gelu_fast").</summary>
    GeluTanh,

    /// <summary>x sigmoid(1.702 x), the approximation of GELU by the sigmoid ("quick_gelu").</summary>
    GeluSigmoid,

    /// <summary>GELU by the error function, min(max(-10, y), 10) of it ("gelu_10").</summary>
    GeluClipped,

    /// <summary>max(0, x) ("relu").</summary>
    Relu,

    /// <summary>min(max(0, x), 6) ("relu6").</summary>
    Relu6,

    /// <summary>x sigmoid(x) ("silu", "swish").</summary>
    Silu,

    /// <summary>tanh(x) ("tanh").</summary>
    Tanh,
}
