using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Graft.Models.Vit;

/// <summary>The class token, in DeiT the distillation token, and the patches, with their positions added.</summary>
internal sealed class VitEmbeddings(VitConfig config, bool hasDistillationToken)
{
    public Parameter ClassToken { get; } = Parameters.Create(1, 1, config.HiddenSize);

    public Parameter? DistillationToken { get; } = hasDistillationToken ? Parameters.Create(1, 1, config.HiddenSize) : null;

    public PatchEmbedding Patches { get; } = new(config.Channels, config.HiddenSize, config.PatchSize);

    public GridPositions Positions { get; } = new(hasDistillationToken ? 2 : 1, config.GridSide, config.HiddenSize);

    /// <summary>[b,c,h,w] -> [b,t,d], t = 1 (or 2) + patches.</summary>
    public Tensor Forward(Tensor pixels, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        long batch = pixels.shape[0];
        Tensor patches = Patches.Forward(pixels, out long rows, out long columns);     // [b,n,d]
        Tensor first = ClassToken.expand(batch, -1, -1);                               // [b,1,d]
        Tensor tokens = DistillationToken is null
            ? cat([first, patches], 1)
            : cat([first, DistillationToken.expand(batch, -1, -1), patches], 1);
        return scope.MoveToOuter(Dropout.Apply(tokens + Positions.For(rows, columns), config.HiddenDropout, context));
    }
}
