using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tensors;

/// <summary>Changes what a tensor object stands for, so that layers that hold it need not know.</summary>
internal static class TensorFormat
{
    // TorchSharp has no name for libtorch's own assignment of data; a script reaches it.
    private static readonly Lazy<jit.CompilationUnit> Script =
        new(() => jit.compile("def replace(target: Tensor, data: Tensor):\n    target.set_data(data)\n    return 0\n"));

    /// <summary>Makes a leaf tensor stand for another one's memory and format; its gradient has to be gone.</summary>
    /// <param name="target">The tensor that is changed; whether it takes gradients stays.</param>
    /// <param name="data">What it stands for afterwards: of the same shape.</param>
    public static void Replace(Tensor target, Tensor data)
    {
        using IDisposable gradientsOff = no_grad();
        Script.Value.invoke("replace", target, data);
    }
}
