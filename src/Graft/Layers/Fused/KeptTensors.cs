using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>
/// What a fused step keeps from its forward for its backward pass, freed as soon as that is done: libtorch's own list
/// would live until the whole graph goes.
/// </summary>
internal sealed class KeptTensors : IDisposable
{
    // Gradients handed over by the last backward step on this thread: libtorch holds its own reference by the next one.
    [ThreadStatic]
    private static Tensor?[]? handedOver;

    [ThreadStatic]
    private static bool keepsNothing;

    private readonly Tensor?[] _tensors;

    /// <summary>Keeps the memory of tensors, whatever happens to the objects given.</summary>
    public KeptTensors(params ReadOnlySpan<Tensor?> tensors)
    {
        _tensors = new Tensor?[tensors.Length];
        if (keepsNothing)
        {
            return;
        }

        for (int i = 0; i < tensors.Length; i++)
        {
            _tensors[i] = tensors[i]?.detach().DetachFromDisposeScope();
        }
    }

    /// <summary>The tensor at a place of the list given.</summary>
    public Tensor this[int place] => _tensors[place] ?? throw new InvalidOperationException("nothing was kept there");

    /// <summary>The tensor at a place of the list given, or null where null was given.</summary>
    public Tensor? Find(int place) => _tensors[place];

    /// <summary>Until disposed, fused steps on this thread keep nothing: their backward pass will not be asked for.</summary>
    public static IDisposable KeepNothing()
    {
        bool before = keepsNothing;
        keepsNothing = true;
        return new Return(before);
    }

    /// <summary>
    /// A weight in the form in which a fused step gets it, so that libtorch takes the gradient that it hands over as it is: the step's own object
    /// of that gradient would make it copy one that goes to the weight itself.
    /// </summary>
    public static Tensor Taking(Tensor weight) => weight.view(weight.shape);

    /// <summary>Gives gradients to libtorch, and frees the objects of those given before.</summary>
    public static List<Tensor> HandOver(params Tensor?[] gradients)
    {
        FreeHandedOver();
        handedOver = gradients;
        foreach (Tensor? gradient in gradients)
        {
            gradient?.DetachFromDisposeScope();
        }

        return [.. gradients.Select(gradient => gradient!)];
    }

    /// <summary>Frees the gradients that the last backward pass on this thread gave: no other follows, and the thread may live on.</summary>
    public static void FreeHandedOver()
    {
        foreach (Tensor? gradient in handedOver ?? [])
        {
            gradient?.Dispose();
        }

        handedOver = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor? tensor in _tensors)
        {
            tensor?.Dispose();
        }
    }

    private sealed class Return(bool before) : IDisposable
    {
        public void Dispose() => keepsNothing = before;
    }
}
