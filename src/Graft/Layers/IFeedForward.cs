using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>What a transformer block does to each token by itself.</summary>
public interface IFeedForward
{
    /// <summary>[..., width] -> [..., width].</summary>
    Tensor Forward(Tensor x);
}
