using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>What a pretrained trunk computes.</summary>
/// <param name="LastHiddenState">[b,t,d], or feature maps [b,c,h,w] in convolutional families.</param>
/// <param name="Pooled">[b,d] (or [b,c,1,1] as the family has it); null where the trunk has no pooling of its own.</param>
public sealed record TrunkOutput(Tensor LastHiddenState, Tensor? Pooled);
