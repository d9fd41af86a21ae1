using System.Runtime.InteropServices;
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
        using Tensor values = Allocate(shape);
        return (Parameter)nn.Parameter(values).DetachFromDisposeScope();
    }

    /// <summary>A tensor that is saved with the weights but not trained, such as a running mean.</summary>
    public static Tensor CreateBuffer(ScalarType type, params ReadOnlySpan<long> shape)
    {
        Native.TorchLibrary.EnsureLoaded();
        return zeros(shape, dtype: type).DetachFromDisposeScope();
    }

    // Sizes come from files: what the machine cannot hold is the file's fault, not the program's.
    private static Tensor Allocate(ReadOnlySpan<long> shape)
    {
        try
        {
            return empty(shape, dtype: ScalarType.Float32);
        }
        catch (ExternalException error)
        {
            throw new GraftException($"There is no memory for a tensor of shape [{string.Join(",", shape.ToArray())}].",
                remedy: "The configuration asks for a model that is too large for this machine.", innerException: error);
        }
    }
}
