using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>Makes the tensors that layers own. They belong to no dispose scope: the model disposes them.</summary>
internal static class Parameters
{
    /// <summary>A trainable float32 tensor whose values are undefined until weights are loaded or drawn.</summary>
    public static Parameter Create(params ReadOnlySpan<long> shape)
    {
        Native.TorchLibrary.EnsureLoaded();
        using Tensor values = empty(shape, dtype: ScalarType.Float32);
        return (Parameter)nn.Parameter(values).DetachFromDisposeScope();
    }

    /// <summary>A tensor that is saved with the weights but not trained, such as a running mean.</summary>
    public static Tensor CreateBuffer(ScalarType type, params ReadOnlySpan<long> shape)
    {
        Native.TorchLibrary.EnsureLoaded();
        return zeros(shape, dtype: type).DetachFromDisposeScope();
    }
}
