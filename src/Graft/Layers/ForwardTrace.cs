using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>
/// Keeps what a forward pass computes on its way, for comparison with other implementations.
/// With a trace, attention runs step by step, since fused kernels keep no probabilities.
/// </summary>
public sealed class ForwardTrace : IDisposable
{
    private readonly List<Tensor> _hiddenStates = [];
    private readonly List<Tensor> _attentions = [];

    /// <summary>The embeddings' output, then each layer's: [b,t,d] each (feature maps [b,c,h,w] in convolutional families).</summary>
    public IReadOnlyList<Tensor> HiddenStates => _hiddenStates;

    /// <summary>Each layer's attention probabilities: [b,heads,t,t] each.</summary>
    public IReadOnlyList<Tensor> Attentions => _attentions;

    /// <summary>Keeps a layer's output.</summary>
    public void AddHiddenState(Tensor hidden) => _hiddenStates.Add(hidden.detach().DetachFromDisposeScope());

    /// <summary>Keeps a layer's attention probabilities.</summary>
    public void AddAttention(Tensor probabilities) => _attentions.Add(probabilities.detach().DetachFromDisposeScope());

    /// <inheritdoc/>
    public void Dispose()
    {
        _hiddenStates.ForEach(tensor => tensor.Dispose());
        _attentions.ForEach(tensor => tensor.Dispose());
    }
}
