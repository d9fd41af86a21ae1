using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Graft.Models.DebertaV2;

/// <summary>A convolution over neighbouring tokens of the embeddings, added to the first layer's output.</summary>
internal sealed class DebertaV2Convolution(DebertaV2Config config)
{
    /// <summary>[d, d / groups, width]</summary>
    public Parameter Weight { get; } =
        Parameters.Create(config.HiddenSize, config.HiddenSize / config.ConvolutionGroups, config.ConvolutionWidth);

    /// <summary>[d]</summary>
    public Parameter Bias { get; } = Parameters.Create(config.HiddenSize);

    public LayerNorm Norm { get; } = new(config.HiddenSize, config.LayerNormEpsilon);

    /// <summary>[b,t,d] -> [b,t,d], zero at padding.</summary>
    /// <param name="embedded">[b,t,d], the embeddings: what is convolved.</param>
    /// <param name="hidden">[b,t,d], the first layer's output: what it is added to.</param>
    /// <param name="isToken">[b,t,1] float32, 1 at tokens and 0 at padding; null where no row is padded.</param>
    /// <param name="context">Training or prediction.</param>
    public Tensor Forward(Tensor embedded, Tensor hidden, Tensor? isToken, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor channels = embedded.transpose(1, 2);                                  // [b,d,t]
        Tensor convolved = nn.functional.conv1d(
            channels, Weight, Bias, padding: (config.ConvolutionWidth - 1) / 2, groups: config.ConvolutionGroups);
        Tensor neighbours = convolved.transpose(1, 2);                               // [b,t,d]
        neighbours = isToken is null ? neighbours : neighbours * isToken;
        Tensor activated = config.ConvolutionActivation.Apply(Dropout.Apply(neighbours, config.HiddenDropout, context));
        Tensor normed = Norm.Forward(hidden + activated);
        return scope.MoveToOuter(isToken is null ? normed : normed * isToken);
    }
}
